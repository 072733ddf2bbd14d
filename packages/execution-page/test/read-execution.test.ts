import type * as Sfn from '@aws-sdk/client-sfn';
import { readExecution } from '../src/read-execution';

const definition = JSON.stringify({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Claim',
        States: { Claim: { Type: 'Succeed' } },
      },
      End: true,
    },
  },
});
const machineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';

/** Step Functions with one execution whose Map Run has so many children. */
function stepFunctions(children: number): Sfn.SFNClient {
  const isChild = (arn: string) => arn.startsWith('child');
  const responses: Record<string, (input: { executionArn: string }) => object> = {
    DescribeExecutionCommand: ({ executionArn }) => ({
      name: `name of ${executionArn}`,
      stateMachineArn: isChild(executionArn) ? `${machineArn}/Items` : machineArn,
      status: 'SUCCEEDED',
      input: JSON.stringify({ file: `file of ${executionArn}` }),
    }),
    DescribeStateMachineForExecutionCommand: ({ executionArn }) => ({
      definition,
      ...(isChild(executionArn) && { label: 'Items' }),
    }),
    GetExecutionHistoryCommand: ({ executionArn }) => ({
      events: isChild(executionArn)
        ? []
        : [{ id: 1, type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: 'run' } }],
    }),
    // Newest first, as Step Functions lists them.
    ListExecutionsCommand: () => ({
      executions: Array.from({ length: children }, (_, index) => ({
        executionArn: `child ${children - index}`,
      })),
    }),
  };
  const send = async (command: { constructor: { name: string }; input: { executionArn: string } }) =>
    responses[command.constructor.name]!(command.input);
  return { send } as unknown as Sfn.SFNClient;
}

// The paginators of the SDK take nothing but a client of their own class.
jest.mock('@aws-sdk/client-sfn', () => {
  const sdk = jest.requireActual<typeof Sfn>('@aws-sdk/client-sfn');
  type Paginated = { client: Sfn.SFNClient };
  const onePage = (Command: new (input: object) => object) =>
    async function* ({ client }: Paginated, input: object) {
      yield await client.send(new Command(input) as never);
    };
  return {
    ...sdk,
    paginateGetExecutionHistory: onePage(sdk.GetExecutionHistoryCommand as never),
    paginateListExecutions: onePage(sdk.ListExecutionsCommand as never),
  };
});

test('an execution is headed by its machine and its name, or by what its input says it works on', async () => {
  const client = stepFunctions(0);
  expect((await readExecution(client, 'parent')).execution.heading).toBe('Machine: name of parent');
  const subjectOf = (input = '{}') => (JSON.parse(input) as { file: string }).file;
  expect((await readExecution(client, 'parent', subjectOf)).execution.heading).toBe(
    'Machine: file of parent',
  );
});

test('the children of its Map Run are read, oldest first, with the states of an item alone', async () => {
  const { children, furtherChildren } = await readExecution(stepFunctions(2), 'parent');
  expect(children.map(({ heading }) => heading)).toEqual([
    'Machine/Items: name of child 1',
    'Machine/Items: name of child 2',
  ]);
  expect(Object.keys(children[0]!.workflow.States)).toEqual(['Claim']);
  expect(furtherChildren).toBe(0);
});

test('of many children ten are read, and the rest is counted, so that a page stays readable', async () => {
  const { children, furtherChildren } = await readExecution(stepFunctions(13), 'parent');
  expect({ read: children.length, furtherChildren }).toEqual({ read: 10, furtherChildren: 3 });
});
