import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
  SchedulerClient,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { Schedules } from '../../src/scheduler/schedules';
import { accountId, arnOf, region, startAccount, type Account } from '../local-account';
import { CreateStateMachineCommand, DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';

const minutes = (count: number) => count * 60_000;
const machine = arnOf.machine('recovery');
const group = `arn:aws:scheduler:${region}:${accountId}:schedule-group/default`;

describe('EventBridge Scheduler of the local AWS', () => {
  let account: Account;
  let client: SchedulerClient;
  let roleArn: string;
  let now: Date;
  let started: string[];
  let schedules: Schedules;

  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const role = async (RoleName: string, Condition: object = {}) => {
    const AssumeRolePolicyDocument = policy({
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition,
    });
    await account.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    return `arn:aws:iam::${accountId}:role/${RoleName}`;
  };
  const mayStart = (RoleName: string) =>
    account.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'start',
        PolicyDocument: policy({ Effect: 'Allow', Action: 'states:StartExecution', Resource: machine }),
      }),
    );
  const schedule = (changes: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
    Name: 'recovery',
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: machine, RoleArn: roleArn, Input: '{"by":"schedule"}' },
    ...changes,
  });
  const create = (changes?: Partial<CreateScheduleCommandInput>) =>
    client.send(new CreateScheduleCommand(schedule(changes)));

  beforeAll(async () => {
    account = await startAccount();
    client = new SchedulerClient({
      endpoint: account.aws.url,
      region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    roleArn = await role('scheduler', {
      StringEquals: { 'aws:SourceAccount': accountId, 'aws:SourceArn': group },
    });
    await mayStart('scheduler');
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Echo',
      States: { Echo: { Type: 'Pass', End: true } },
    });
    await account.states.send(
      new CreateStateMachineCommand({
        name: 'recovery',
        definition,
        roleArn: await account.role('recovery'),
      }),
    );
  });
  beforeEach(() => {
    now = new Date('2026-09-01T00:00:30Z');
    started = [];
    schedules = new Schedules({
      scheduler: client,
      authorizer: { authorize: () => Promise.resolve(), authorizeAssume: () => Promise.resolve() },
      account: { accountId, region },
      clock: { now: () => now },
      start: (arn, input) => {
        started.push(input);
        return arn;
      },
    });
  });
  afterEach(() => client.send(new DeleteScheduleCommand({ Name: 'recovery' })).catch(() => undefined));
  afterAll(() => account.aws.stop());

  const runAfter = async (milliseconds: number) => {
    now = new Date(now.getTime() + milliseconds);
    return (await schedules.run()).length;
  };

  test('a schedule starts its target at once and then at its rate, whatever the times of the calls', async () => {
    await create();
    expect(await runAfter(0)).toBe(1);
    expect(await runAfter(minutes(4))).toBe(0);
    expect(await runAfter(minutes(3))).toBe(1);
    expect(await runAfter(minutes(2))).toBe(0);
    expect(await runAfter(minutes(1))).toBe(1);
    expect(started).toEqual(Array(3).fill('{"by":"schedule"}'));
  });

  test('times that passed unseen count as one, and the rhythm stays', async () => {
    await create();
    await runAfter(0);
    expect(await runAfter(minutes(62))).toBe(1);
    expect(await runAfter(minutes(2))).toBe(0);
    expect(await runAfter(minutes(1))).toBe(1);
  });

  test('a schedule waits for its StartDate and ends with its EndDate', async () => {
    const at = (offset: number) => new Date(now.getTime() + minutes(offset));
    await create({ StartDate: at(10), EndDate: at(17) });
    expect(await runAfter(minutes(9))).toBe(0);
    expect(await runAfter(minutes(1))).toBe(1);
    expect(await runAfter(minutes(5))).toBe(1);
    expect(await runAfter(minutes(5))).toBe(0);
  });

  test('a disabled schedule starts nothing, and one that is created again begins anew', async () => {
    await create();
    await runAfter(0);
    await client.send(new UpdateScheduleCommand({ ...schedule(), State: 'DISABLED' }));
    expect(await runAfter(minutes(5))).toBe(0);
    await client.send(new DeleteScheduleCommand({ Name: 'recovery' }));
    await create();
    expect(await runAfter(0)).toBe(1);
  });

  test('the local AWS starts a real execution, and only on demand', async () => {
    await create();
    const [executionArn] = await account.aws.runSchedules();
    const { status, input } = await account.states.send(new DescribeExecutionCommand({ executionArn }));
    expect(['RUNNING', 'SUCCEEDED']).toContain(status);
    expect(input).toBe('{"by":"schedule"}');
    expect(await account.aws.runSchedules()).toEqual([]);
  });

  test('without the permission on its target the role starts nothing', async () => {
    await create({ Target: { ...schedule().Target!, RoleArn: await role('powerless') } });
    await expect(account.aws.runSchedules()).rejects.toThrow(
      `is not authorized to perform: states:StartExecution on resource: ${machine}`,
    );
    await mayStart('powerless');
    expect(await account.aws.runSchedules()).toHaveLength(1);
    await account.iam.send(new DeleteRolePolicyCommand({ RoleName: 'powerless', PolicyName: 'start' }));
  });

  test.each([
    ['trusts another service', 'states', () => account.role('states')],
    [
      'is bound to one schedule, although AWS gives the group',
      'bound',
      () => role('bound', { ArnEquals: { 'aws:SourceArn': group.replace('-group', '') + '/recovery' } }),
    ],
    [
      'is bound to another account',
      'other',
      () => role('other', { StringEquals: { 'aws:SourceAccount': '999999999999' } }),
    ],
    ['does not exist', 'none', () => `arn:aws:iam::${accountId}:role/none`],
  ])('a role that %s is refused when the schedule is created', async (_, __, roleOf) => {
    const Target = { ...schedule().Target!, RoleArn: await roleOf() };
    await expect(create({ Target })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    });
    await expect(client.send(new GetScheduleCommand({ Name: 'recovery' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each<[string, () => Partial<CreateScheduleCommandInput>]>([
    ['cron(0 * * * ? *)', () => ({ ScheduleExpression: 'cron(0 * * * ? *)' })],
    ['at(2026-09-01T00:00:00)', () => ({ ScheduleExpression: 'at(2026-09-01T00:00:00)' })],
    [
      'FlexibleTimeWindow FLEXIBLE',
      () => ({ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }),
    ],
    [
      'the target arn:aws:scheduler:::aws-sdk:sfn:startExecution',
      () => ({ Target: { ...schedule().Target!, Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution' } }),
    ],
    [
      'the field SqsParameters of a target',
      () => ({ Target: { ...schedule().Target!, SqsParameters: { MessageGroupId: 'g' } } }),
    ],
    ['a target without Input', () => ({ Target: { Arn: machine, RoleArn: roleArn } })],
  ])('%s is rejected by name', async (what, changes) => {
    await expect(create(changes())).rejects.toThrow(`local Scheduler does not support ${what}`);
  });

  test.each(['rate(5)', 'rate(0 minutes)', 'rate(1 week)'])('%s is no schedule', async (expression) => {
    await expect(create({ ScheduleExpression: expression })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
