import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
  TestStateCommand,
  type DescribeExecutionCommandOutput,
  type LoggingConfiguration,
  type TestStateCommandOutput,
} from '@aws-sdk/client-sfn';
import type { ProbeContext } from './context';
import { probeTag } from './names';

/** States in JSONata, by name; the first one is where it starts. */
export type States = Readonly<Record<string, object>>;

/** Creates a state machine of the run; returns its ARN. */
export async function probeMachine(
  context: ProbeContext,
  thing: string,
  { states, roleArn, logging }: { states: States; roleArn: string; logging?: LoggingConfiguration },
): Promise<string> {
  const { aws, environment, run } = context.options;
  const name = context.nameOf(thing);
  const stateMachineArn = `arn:aws:states:${environment.region}:${environment.accountId}:stateMachine:${name}`;
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 120,
    StartAt: Object.keys(states)[0],
    States: states,
  });
  return context.created.add(
    `the state machine ${name}`,
    async () => {
      await onceAssumable(context, () =>
        aws.states.send(
          new CreateStateMachineCommand({
            name,
            roleArn,
            definition,
            tags: [{ key: probeTag, value: run }],
            ...(logging && { loggingConfiguration: logging }),
          }),
        ),
      );
      return stateMachineArn;
    },
    () => aws.states.send(new DeleteStateMachineCommand({ stateMachineArn })),
  );
}

/** Runs an execution to its end. */
export async function execute(
  context: ProbeContext,
  stateMachineArn: string,
): Promise<DescribeExecutionCommandOutput> {
  const { states } = context.options.aws;
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
  return endOf(context, executionArn ?? '');
}

/** @throws if it does not end in time */
export async function endOf(
  context: ProbeContext,
  executionArn: string,
): Promise<DescribeExecutionCommandOutput> {
  const ended = await context.until(
    'execution',
    () => context.options.aws.states.send(new DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== 'RUNNING',
  );
  if (ended.status === 'RUNNING') {
    throw new Error(`The execution ${executionArn} did not end in time.`);
  }
  return ended;
}

/** What a task without permission ends with, by the names that the project expects. */
const denials = ['States.Http.AccessDenied', 'Events.ConnectionResource.AccessDenied', 'States.Permissions'];

/** Runs executions until the permissions of a new role are in force; returns the last one, denied or not. */
export const executeAllowed = (context: ProbeContext, stateMachineArn: string) =>
  context.until(
    'iam',
    () => execute(context, stateMachineArn),
    ({ error }) => !denials.includes(error ?? ''),
  );

/** Tests a state with everything that Step Functions shows of it except the connection's credential. */
export function traceState(
  context: ProbeContext,
  state: object,
  roleArn: string,
): Promise<TestStateCommandOutput> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...state });
  return context.until(
    'iam',
    () =>
      onceAssumable(context, () =>
        context.options.aws.states.send(
          new TestStateCommand({ definition, roleArn, input: '{}', inspectionLevel: 'TRACE' }),
        ),
      ),
    ({ error }) => !denials.includes(error ?? ''),
  );
}

/** Step Functions refuses a role for some seconds after it was created. */
async function onceAssumable<T>(context: ProbeContext, send: () => Promise<T>): Promise<T> {
  const outcome = await context.until(
    'iam',
    () =>
      send().then(
        (value) => ({ value }),
        (error: Error) => ({ error }),
      ),
    (tried) => !('error' in tried) || tried.error.name !== 'AccessDeniedException',
  );
  if ('error' in outcome) {
    throw outcome.error;
  }
  return outcome.value;
}
