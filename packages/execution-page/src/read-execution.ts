import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { childrenOf, historyOf } from './history';
import { workflowOf } from './machine';
import type { ShownExecution } from './execution-section';

/** Children of a Map Run that a page has room for; a Map Run may have thousands. */
const mostChildren = 10;

/** An execution and the children of its Distributed Map. */
export interface ReadExecution {
  readonly execution: ShownExecution;
  readonly children: readonly ShownExecution[];
  /** Children that were not read. */
  readonly furtherChildren: number;
}

/** Tells from an execution's input what it works on; undefined for the execution's own name. */
export type SubjectOf = (input: string | undefined) => string | undefined;

/**
 * Reads what a page shows of an execution, whether it still runs or has ended.
 *
 * @param subjectOf what it works on, for its heading. @default - the execution's name
 * @throws ExecutionDoesNotExist if there is none, or none any more: Step Functions deletes it after 90 days
 */
export async function readExecution(
  client: SFNClient,
  executionArn: string,
  subjectOf: SubjectOf = () => undefined,
): Promise<ReadExecution> {
  const execution = await readOne(client, executionArn, subjectOf);
  const arns = await childrenOf(client, execution.history);
  const children: ShownExecution[] = [];
  for (const arn of arns.slice(0, mostChildren)) {
    children.push(await readOne(client, arn, subjectOf));
  }
  return {
    execution: { ...execution, histories: children.map(({ history }) => history) },
    children,
    furtherChildren: arns.length - children.length,
  };
}

async function readOne(
  client: SFNClient,
  executionArn: string,
  subjectOf: SubjectOf,
): Promise<ShownExecution> {
  const [description, machine] = await Promise.all([
    client.send(new DescribeExecutionCommand({ executionArn })),
    client.send(new DescribeStateMachineForExecutionCommand({ executionArn })),
  ]);
  const history = await historyOf(client, executionArn);
  const {
    name,
    stateMachineArn = '',
    status = '',
    startDate,
    stopDate,
    error,
    cause,
    input,
    output,
  } = description;
  const visited = history.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails);
  return {
    heading: `${stateMachineArn.split(':').at(-1)}: ${subjectOf(input) ?? name}`,
    executionArn,
    status,
    startedAt: startDate,
    stoppedAt: stopDate,
    error,
    cause,
    input,
    output,
    workflow: workflowOf(machine.definition ?? '{}', machine.label, visited?.stateEnteredEventDetails?.name),
    history,
  };
}
