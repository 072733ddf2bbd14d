import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  UpdateStateMachineCommand,
  type DescribeExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Deployed, Outcome } from './deployed';

/** The child that an execution started. */
export async function childExecution(
  { services }: Deployed,
  { history }: Outcome,
): Promise<DescribeExecutionCommandOutput> {
  const submitted = history.find(({ taskSubmittedEventDetails }) => taskSubmittedEventDetails);
  const { ExecutionArn: executionArn } = JSON.parse(submitted?.taskSubmittedEventDetails?.output ?? '{}');
  return services.clients.states.send(new DescribeExecutionCommand({ executionArn }));
}

/** The definition of a child of one state. */
export const childOf = (state: object, changed: object = {}): string =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Only', States: { Only: state }, ...changed });

/** @returns a function that puts the child of before back */
export async function replaceChild(
  { services, childArn: stateMachineArn }: Deployed,
  definition: string,
): Promise<() => Promise<unknown>> {
  const { states } = services.clients;
  const before = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  await states.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
  return () => states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: before.definition }));
}
