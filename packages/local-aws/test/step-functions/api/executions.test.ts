import { GetMetricDataCommand, type Dimension } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { accountId, arnOf, region, startAccount, type Account, logDelivery } from '../../local-account';

const machineOf = (states: Record<string, object>) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states });
const echo = machineOf({ Echo: { Type: 'Pass', End: true } });
const wait = machineOf({ Wait: { Type: 'Wait', Seconds: 600, End: true } });
const write = machineOf({
  Write: {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:putItem',
    Arguments: { TableName: 'records', Item: { id: { S: '{% $states.input.id %}' } } },
    Retry: [{ ErrorEquals: ['DynamoDB.ProvisionedThroughputExceededException'], MaxAttempts: 3 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'NotWritten' }],
    End: true,
  },
  NotWritten: {
    Type: 'Pass',
    Output: { error: '{% $states.input.Error %}', cause: '{% $states.input.Cause %}' },
    End: true,
  },
});

describe('executions of local Step Functions', () => {
  let account: Account;
  let roleArn: string;

  beforeAll(async () => {
    account = await startAccount(10);
    const table = `arn:aws:dynamodb:${region}:${accountId}:table/records`;
    const putItem = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table };
    roleArn = await account.role('executions', [logDelivery, putItem]);
    await account.dynamoDb.send(
      new CreateTableCommand({
        TableName: 'records',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    // The first call to a service makes moto load it, which counts for the timeout of a state.
    await account.dynamoDb.send(new PutItemCommand({ TableName: 'records', Item: { id: { S: 'first' } } }));
    for (const [name, definition] of Object.entries({ echo, wait, write })) {
      await account.states.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    }
  });
  afterAll(() => account.aws.stop());

  const start = async (machine: string, input: unknown = {}, name?: string) => {
    const { executionArn } = await account.states.send(
      new StartExecutionCommand({
        stateMachineArn: arnOf.machine(machine),
        input: JSON.stringify(input),
        name,
      }),
    );
    return executionArn!;
  };
  const describeExecution = (executionArn: string) =>
    account.states.send(new DescribeExecutionCommand({ executionArn }));
  const ended = async (executionArn: string) => {
    for (;;) {
      const execution = await describeExecution(executionArn);
      if (execution.status !== 'RUNNING') {
        return execution;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const run = async (machine: string, input?: unknown) => ended(await start(machine, input));
  const history = async (executionArn: string, options: object = {}): Promise<HistoryEvent[]> =>
    (await account.states.send(new GetExecutionHistoryCommand({ executionArn, ...options }))).events!;

  test('an execution ends with its output and a history that tells how', async () => {
    const execution = await run('echo', { file: '山田.txt' });
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"file":"山田.txt"}',
      output: '{"file":"山田.txt"}',
      startDate: expect.any(Date) as Date,
      stopDate: expect.any(Date) as Date,
    });
    const events = await history(execution.executionArn!);
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('the history comes in pages, in either order, and without data on request', async () => {
    const { executionArn } = await run('echo', { secret: 'personal' });
    const query = { executionArn, maxResults: 3 };
    const first = await account.states.send(new GetExecutionHistoryCommand(query));
    const { nextToken } = first;
    const second = await account.states.send(new GetExecutionHistoryCommand({ ...query, nextToken }));
    expect([...first.events!, ...second.events!].map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(second.nextToken).toBeUndefined();
    expect((await history(executionArn!, { reverseOrder: true })).map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    const bare = await history(executionArn!, { includeExecutionData: false });
    expect(bare[1]!.stateEnteredEventDetails).toEqual({ name: 'Echo' });
    expect(JSON.stringify(bare)).not.toContain('personal');
  });

  test('a name starts one execution: again while it runs is the same, with other input or later is rejected', async () => {
    const first = await start('wait', { a: 1 }, 'once');
    expect(await start('wait', { a: 1 }, 'once')).toBe(first);
    const rejected = { name: 'ExecutionAlreadyExists' };
    await expect(start('wait', { a: 2 }, 'once')).rejects.toMatchObject(rejected);
    await account.states.send(new StopExecutionCommand({ executionArn: first }));
    await expect(start('wait', { a: 1 }, 'once')).rejects.toMatchObject(rejected);
  });

  test('a stopped execution is aborted with the given error and cause', async () => {
    const executionArn = await start('wait');
    expect((await describeExecution(executionArn)).status).toBe('RUNNING');
    await account.states.send(
      new StopExecutionCommand({ executionArn, error: 'Mistake', cause: 'Wrong file' }),
    );
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Mistake',
      cause: 'Wrong file',
    });
    expect((await history(executionArn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Mistake', cause: 'Wrong file' },
    });
  });

  test('executions are listed newest first and by status', async () => {
    const definition = wait;
    const stateMachineArn = arnOf.machine('listed');
    await account.states.send(new CreateStateMachineCommand({ name: 'listed', definition, roleArn }));
    const [first, second] = [await start('listed'), await start('listed')];
    await account.states.send(new StopExecutionCommand({ executionArn: first }));
    const list = async (options: object = {}) => {
      const query = new ListExecutionsCommand({ stateMachineArn, ...options });
      return (await account.states.send(query)).executions!.map(({ executionArn }) => executionArn);
    };
    expect(await list()).toEqual([second, first]);
    expect(await list({ statusFilter: 'ABORTED' })).toEqual([first]);
    expect(await list({ maxResults: 1 })).toEqual([second]);
    const invalid = { name: 'ValidationException' };
    await expect(list({ statusFilter: 'aborted' })).rejects.toMatchObject({
      ...invalid,
      message:
        "1 validation error detected: Value 'aborted' at 'statusFilter' failed to satisfy constraint: Member must " +
        'satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]',
    });
    await expect(list({ nextToken: 'x'.repeat(3097) })).rejects.toMatchObject(invalid);

    await account.states.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(describeExecution(second)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  test('an execution keeps the definition that it started with', async () => {
    const stateMachineArn = arnOf.machine('changed');
    await account.states.send(new CreateStateMachineCommand({ name: 'changed', definition: wait, roleArn }));
    const executionArn = await start('changed');
    await account.states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: echo }));
    const machine = await account.states.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(machine.definition).toBe(wait);
    expect((await run('changed')).status).toBe('SUCCEEDED');
  });

  test.each([
    ['no JSON', '{', 'InvalidExecutionInput'],
    ['over 256 KiB', JSON.stringify('あ'.repeat(90_000)), 'ValidationException'],
  ])('an input that is %s is rejected', async (_, input, name) => {
    const stateMachineArn = arnOf.machine('echo');
    const started = account.states.send(new StartExecutionCommand({ stateMachineArn, input }));
    await expect(started).rejects.toMatchObject({ name });
  });

  test('a throttled table is retried as the state says, with the role’s own permissions', async () => {
    account.aws.faults.add({
      service: 'dynamodb',
      operation: 'PutItem',
      when: (body) => body.includes('throttled'),
      code: 'ProvisionedThroughputExceededException',
      times: 2,
    });
    const { executionArn, status } = await run('write', { id: 'throttled' });
    expect(status).toBe('SUCCEEDED');
    const types = (await history(executionArn!)).map(({ type }) => type);
    expect(types.filter((type) => type === 'TaskFailed')).toHaveLength(2);
    const Key = { id: { S: 'throttled' } };
    const { Item } = await account.dynamoDb.send(new GetItemCommand({ TableName: 'records', Key }));
    expect(Item).toEqual(Key);
  });

  test('a role without the permission gets AWS’s error although moto would allow it', async () => {
    const definition = write;
    const poor = await account.role('poor');
    await account.states.send(new CreateStateMachineCommand({ name: 'poor', definition, roleArn: poor }));
    const { output } = await run('poor', { id: 'never' });
    expect(JSON.parse(output!)).toEqual({
      error: 'DynamoDB.AmazonDynamoDBException',
      cause: expect.stringContaining('is not authorized to perform: dynamodb:PutItem on resource') as string,
    });
  });

  test('log, metric filter and metrics are complete when the execution is seen to have ended', async () => {
    const loggingConfiguration = await account.logging('/logs/billing');
    await account.logs.send(
      new PutMetricFilterCommand({
        logGroupName: '/logs/billing',
        filterName: 'not-written',
        filterPattern: '{ $.type = "PassStateEntered" && $.details.name = "NotWritten" }',
        metricTransformations: [
          { metricName: 'NotWritten', metricNamespace: 'billing', metricValue: '1', defaultValue: 0 },
        ],
      }),
    );
    const name = 'logged';
    await account.states.send(
      new CreateStateMachineCommand({ name, definition: write, roleArn, loggingConfiguration }),
    );
    account.aws.faults.add({
      service: 'dynamodb',
      operation: 'PutItem',
      when: (body) => body.includes('down'),
      code: 'InternalServerError',
      status: 500,
    });
    await run(name, { id: 'up' });
    const { executionArn } = await run(name, { id: 'down' });

    const { events } = await account.logs.send(new FilterLogEventsCommand({ logGroupName: '/logs/billing' }));
    const lines = events!.map(({ message }) => JSON.parse(message!) as Record<string, unknown>);
    const own = lines.filter((line) => line.execution_arn === executionArn);
    expect(own.map(({ id }) => Number(id))).toEqual((await history(executionArn!)).map(({ id }) => id));
    expect(own.find(({ type }) => type === 'PassStateEntered')).toEqual({
      id: expect.any(String) as string,
      type: 'PassStateEntered',
      details: { name: 'NotWritten' },
      previous_event_id: expect.any(String) as string,
      event_timestamp: expect.stringMatching(/^\d{13}$/) as string,
      execution_arn: executionArn,
      redrive_count: '0',
    });
    const found = await account.logs.send(
      new FilterLogEventsCommand({
        logGroupName: '/logs/billing',
        filterPattern: `{ $.execution_arn = "${executionArn}" && $.type = "ExecutionSucceeded" }`,
      }),
    );
    expect(found.events!.map(({ message }) => JSON.parse(message!) as unknown)).toEqual([own.at(-1)]);
    expect(events![0]!.logStreamName).toMatch(/^states\/logged\/\d{4}-\d\d-\d\d-\d\d-\d\d\/[0-9a-f]{8}$/);

    const sum = (Id: string, Namespace: string, MetricName: string, Dimensions?: Dimension[]) => ({
      Id,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 3600, Stat: 'Sum' },
    });
    const ofMachine = [{ Name: 'StateMachineArn', Value: arnOf.machine(name) }];
    const { MetricDataResults } = await account.cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(Date.now() - 7_200_000),
        EndTime: new Date(Date.now() + 3_600_000),
        MetricDataQueries: [
          sum('started', 'AWS/States', 'ExecutionsStarted', ofMachine),
          sum('succeeded', 'AWS/States', 'ExecutionsSucceeded', ofMachine),
          sum('failed', 'AWS/States', 'ExecutionsFailed', ofMachine),
          sum('caught', 'billing', 'NotWritten'),
        ],
      }),
    );
    const total = (values: number[] = []) => values.reduce((a, b) => a + b, 0);
    expect(MetricDataResults!.map(({ Id, Values }) => [Id, total(Values)])).toEqual([
      ['started', 2],
      ['succeeded', 2],
      ['failed', 0],
      ['caught', 1],
    ]);
  });
});
