import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { until } from '../../until';
import { accountId, arnOf, region, startAccount, type Account, logDelivery } from '../../local-account';

const name = 'recovery';
const executionsOf = (machine: string) => `arn:aws:states:${region}:${accountId}:execution:${machine}`;
const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
const permissions = (machine: string) => ({
  start: allow('states:StartExecution', arnOf.machine(machine)),
  describe: allow('states:DescribeExecution', `${executionsOf(machine)}:*`),
  redrive: allow('states:RedriveExecution', `${executionsOf(machine)}/WriteEach:*`),
  put: allow('dynamodb:PutItem', `arn:aws:dynamodb:${region}:${accountId}:table/sent`),
});

/** Writes each item of the input to a table, in a child execution each, which first rests as long as the input says. */
const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'WriteEach',
  States: {
    WriteEach: {
      Type: 'Map',
      Label: 'WriteEach',
      Items: '{% $states.input.items %}',
      ItemSelector: { id: '{% $states.context.Map.Item.Value %}', rest: '{% $states.input.rest %}' },
      MaxConcurrency: '{% 2 %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Rest',
        States: {
          Rest: { Type: 'Wait', Seconds: '{% $states.input.rest %}', Next: 'Write' },
          Write: {
            Type: 'Task',
            Resource: 'arn:aws:states:::dynamodb:putItem',
            Arguments: { TableName: 'sent', Item: { id: { S: '{% $states.input.id %}' } } },
            Output: '{% $states.context.Execution.RedriveCount %}',
            End: true,
          },
        },
      },
      End: true,
    },
  },
});

describe('Distributed Maps and redrives in the API', () => {
  let account: Account;
  let roleArn: string;

  beforeAll(async () => {
    account = await startAccount();
    await account.dynamoDb.send(
      new CreateTableCommand({
        TableName: 'sent',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await account.dynamoDb.send(new PutItemCommand({ TableName: 'sent', Item: { id: { S: 'first' } } }));
    roleArn = await account.role(name, [logDelivery, ...Object.values(permissions(name))]);
    const loggingConfiguration = await account.logging('/logs/recovery');
    await account.states.send(
      new CreateStateMachineCommand({ name, definition, roleArn, loggingConfiguration }),
    );
  });
  afterAll(() => account.aws.stop());

  const start = async (items: string[], rest = 0, machine = name) => {
    const input = JSON.stringify({ items, rest });
    const stateMachineArn = arnOf.machine(machine);
    const command = new StartExecutionCommand({ stateMachineArn, input });
    return (await account.states.send(command)).executionArn!;
  };
  const describeExecution = (executionArn: string) =>
    account.states.send(new DescribeExecutionCommand({ executionArn }));
  const ended = async (executionArn: string) => {
    await until(async () => (await describeExecution(executionArn)).status !== 'RUNNING');
    return describeExecution(executionArn);
  };
  const redrive = (executionArn: string, clientToken?: string) =>
    account.states.send(new RedriveExecutionCommand({ executionArn, clientToken }));
  const mapRunOf = async (executionArn: string) => {
    const events = await account.historyOf(executionArn);
    return events.flatMap(({ mapRunStartedEventDetails: run }) => run?.mapRunArn ?? []).at(-1);
  };
  const childrenOf = async (executionArn: string) => {
    const mapRunArn = await mapRunOf(executionArn);
    return mapRunArn === undefined
      ? []
      : (await account.states.send(new ListExecutionsCommand({ mapRunArn }))).executions!;
  };
  const started = async (executionArn: string, children: number) => {
    await until(async () => (await childrenOf(executionArn)).length === children);
    return childrenOf(executionArn);
  };
  const failing = (id: string) =>
    account.aws.faults.add({
      service: 'dynamodb',
      operation: 'PutItem',
      when: (body) => body.includes(id),
      code: 'InternalServerError',
      status: 500,
    });

  test('a child is an execution with an ARN, a history and a state machine of its own', async () => {
    const parent = await ended(await start(['a']));
    expect(parent).toMatchObject({ status: 'SUCCEEDED', output: '[0]' });
    const [child] = await childrenOf(parent.executionArn!);
    expect(child).toMatchObject({
      executionArn: `${executionsOf(name)}/WriteEach:${child!.name}`,
      stateMachineArn: `${arnOf.machine(name)}/WriteEach`,
      mapRunArn: await mapRunOf(parent.executionArn!),
      status: 'SUCCEEDED',
    });
    expect(await describeExecution(child!.executionArn!)).toMatchObject({
      input: '{"id":"a","rest":0}',
      output: '0',
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    const types = (await account.historyOf(child!.executionArn!)).map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(['ExecutionStarted', 'WaitStateEntered']);
    const { executionArn } = child!;
    const machine = await account.states.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(machine).toMatchObject({ stateMachineArn: arnOf.machine(name), label: 'WriteEach' });
    expect(JSON.parse(machine.definition!)).toMatchObject({ StartAt: 'Rest' });
    const query = new ListExecutionsCommand({ stateMachineArn: arnOf.machine(name) });
    const listed = (await account.states.send(query)).executions!.map((one) => one.executionArn);
    expect(listed).not.toContain(executionArn);
  });

  test('children write to the log of their machine and count under their own ARN', async () => {
    const parent = await ended(await start(['logged']));
    const [child] = await childrenOf(parent.executionArn!);
    const { events } = await account.logs.send(
      new FilterLogEventsCommand({
        logGroupName: '/logs/recovery',
        filterPattern: `{ $.execution_arn = "${child!.executionArn}" && $.type = "ExecutionSucceeded" }`,
      }),
    );
    expect(events).toHaveLength(1);
    const succeeded = async (machineArn: string) => {
      const Dimensions = [{ Name: 'StateMachineArn', Value: machineArn }];
      const Metric = { Namespace: 'AWS/States', MetricName: 'ExecutionsSucceeded', Dimensions };
      const { MetricDataResults } = await account.cloudWatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(Date.now() - 7_200_000),
          EndTime: new Date(Date.now() + 3_600_000),
          MetricDataQueries: [{ Id: 'sum', MetricStat: { Metric, Period: 3600, Stat: 'Sum' } }],
        }),
      );
      return MetricDataResults![0]!.Values!.reduce((a, b) => a + b, 0);
    };
    expect(await succeeded(`${arnOf.machine(name)}/WriteEach`)).toBeGreaterThan(0);
  });

  test('a redriven parent repeats only the child that failed, and tells so', async () => {
    const fault = failing('bad');
    const executionArn = await start(['good', 'bad']);
    const failed = await ended(executionArn);
    expect(failed).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      redriveCount: 0,
      redriveStatus: 'REDRIVABLE',
    });
    const bad = (await childrenOf(executionArn)).find(({ status }) => status === 'FAILED')!;
    expect((await describeExecution(bad.executionArn!)).redriveStatus).toBe('REDRIVABLE_BY_MAP_RUN');
    await expect(redrive(bad.executionArn!)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });

    fault();
    const { redriveDate } = await redrive(executionArn, 'once');
    expect(await redrive(executionArn, 'once')).toMatchObject({ redriveDate });
    const again = await ended(executionArn);
    expect(again).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, redriveDate });
    expect((JSON.parse(again.output!) as number[]).at(-1)).toBe(1);
    expect(await describeExecution(bad.executionArn!)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
    const types = (await account.historyOf(executionArn)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['ExecutionRedriven', 'MapRunRedriven', 'MapRunSucceeded']));
    const { events } = await account.logs.send(
      new FilterLogEventsCommand({
        logGroupName: '/logs/recovery',
        filterPattern: `{ $.execution_arn = "${executionArn}" && $.redrive_count = "1" }`,
      }),
    );
    expect(events!.length).toBeGreaterThan(0);
    await expect(redrive(executionArn)).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('stopping the parent aborts its children; a running execution cannot be redriven', async () => {
    const executionArn = await start(['x', 'y', 'z'], 3600);
    await started(executionArn, 2);
    await expect(redrive(executionArn)).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution is RUNNING and cannot be redriven',
    });
    await account.states.send(new StopExecutionCommand({ executionArn, cause: 'enough' }));
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'ABORTED', cause: 'enough' });
    expect((await childrenOf(executionArn)).map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
  });

  test('stopping one child alone is a failure of its Map Run', async () => {
    const executionArn = await start(['p', 'q'], 3600);
    const [child] = await started(executionArn, 2);
    await account.states.send(new StopExecutionCommand({ executionArn: child!.executionArn }));
    expect((await ended(executionArn)).error).toBe('States.ExceedToleratedFailureThreshold');
  });

  test('an hour of waiting passes at once when the date is put forward, and 14 days end the time for a redrive', async () => {
    const before = Date.now();
    const waiting = await start(['slow'], 3600);
    await started(waiting, 1);
    account.aws.advance(3600);
    const { status, stopDate } = await ended(waiting);
    expect(status).toBe('SUCCEEDED');
    expect(stopDate!.getTime() - before).toBeGreaterThanOrEqual(3_600_000);

    const remove = failing('old');
    const failed = await start(['old']);
    await ended(failed);
    remove();
    account.aws.advance(15 * 24 * 3600);
    const reason = 'Execution redrivable period exceeded';
    expect(await describeExecution(failed)).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: reason,
    });
    await expect(redrive(failed)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable', message: reason });
  });

  test('the role needs to start executions of its own machine: that it is its own is not enough', async () => {
    const { describe: allowed, put } = permissions('poor');
    const poor = await account.role('poor', [allowed, put]);
    await account.states.send(new CreateStateMachineCommand({ name: 'poor', definition, roleArn: poor }));
    expect(await ended(await start(['never'], 0, 'poor'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Permissions',
      cause: expect.stringContaining(
        `not authorized to perform: states:StartExecution on resource: ${arnOf.machine('poor')}`,
      ) as string,
    });
    const { Items } = await account.dynamoDb.send(new ScanCommand({ TableName: 'sent' }));
    expect(Items!.map(({ id }) => id!.S)).not.toContain('never');
  });

  const refuse = { StartAt: 'Refuse', States: { Refuse: { Type: 'Fail', Error: 'Wrong' } } };

  test.each([
    ['inline Map', { Type: 'Map', Items: [1], ItemProcessor: refuse, End: true }],
    ['Parallel', { Type: 'Parallel', Branches: [refuse], End: true }],
  ])('a redrive within a failed %s is refused by name, not run as a whole', async (kind, state) => {
    const name = kind.replace(' ', '-');
    const States = { Each: state };
    await account.states.send(
      new CreateStateMachineCommand({
        name,
        definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Each', States }),
        roleArn,
      }),
    );
    const executionArn = await start([], 0, name);
    await ended(executionArn);
    await expect(redrive(executionArn)).rejects.toThrow(
      'local Step Functions does not support a redrive within an inline Map or a Parallel (Each)',
    );
  });

  test('what the local service does not tell of a Map Run is refused by name', async () => {
    const executionArn = await start([]);
    await ended(executionArn);
    await expect(account.states.send(new ListMapRunsCommand({ executionArn }))).rejects.toThrow(
      'local Step Functions does not support ListMapRuns',
    );
    await expect(account.states.send(new ListExecutionsCommand({}))).rejects.toThrow(
      'Exactly one of stateMachineArn and mapRunArn must be given',
    );
  });
});
