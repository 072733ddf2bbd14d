import { CreateConnectionCommand, ListConnectionsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { probe } from '../../../../commands/probe';
import { leftovers } from '../../../../commands/probe/leftovers';
import { probeEmail, probePrefix, probeRolePath } from '../../../../commands/probe/names';
import { stripeClientOf } from '../../../../local/catalog';
import { seen, useServices } from '../../../helpers/command';
import { environment, startProbeAccount, type ProbeAccount } from '../../../helpers/probe-account';

jest.setTimeout(60_000);

describe('npm run probe', () => {
  let account: ProbeAccount;
  const before = { ...process.env };
  beforeAll(async () => {
    account = await startProbeAccount();
    useServices(account);
  }, 60_000);
  afterAll(async () => {
    process.env = before;
    await account.stop();
  });
  afterEach(() => jest.restoreAllMocks());

  const run = (args: string[], signal?: AbortSignal) =>
    seen((terminal) => probe(['--workspace', 'test', '--wait-seconds', '2', ...args], terminal, signal));
  const left = async () =>
    (await leftovers(account.clients, stripeClientOf(account.stripe, account.key))).map(({ what }) => what);

  test('never runs in live, and says so in one sentence', async () => {
    const { error, exitCode } = await seen((terminal) => probe(['--workspace', 'live', '--yes'], terminal));
    expect(error).toMatch(/^The probe never runs in live, .*\n$/);
    expect(exitCode).toBe(1);
  });

  test('says what it will create and what it costs, and creates nothing unless somebody agrees', async () => {
    const { output, error, exitCode } = await run([]);
    expect(output).toMatch(/It creates, and deletes in the end: IAM roles, state machines/);
    expect(output).toMatch(/Cost: AWS a few cents at most/);
    expect(error).toMatch(/nobody can be asked here/);
    expect(exitCode).toBe(1);
    expect(await left()).toEqual([]);
  });

  test('an unknown question is named with those that there are', async () => {
    const { error, exitCode } = await run(['--yes', '--only', 'everything']);
    expect(error).toMatch(/no question has this id\. Choose from: duplicate-identifier, /);
    expect(exitCode).toBe(1);
  });

  test('prints assumption, what was seen and what depends on it, without a key, and exits with 0 if all agrees', async () => {
    const { output, error, exitCode } = await run([
      '--yes',
      '--only',
      'authorization-header',
      '--only',
      'form-encoding',
    ]);
    expect(output).toMatch(
      /✓ form-encoding: agrees\n {4}Assumed: .*\n {4}Seen: 200, and Stripe received .*\n {4}What depends on it: asl\/.*/,
    );
    expect(output).toMatch(/2 questions: 2 agree/);
    expect(output + error).not.toMatch(/[sr]k_(test|live)_\w{8}/);
    expect(exitCode).toBe(0);
    expect(await left()).toEqual([]);
  });

  test('a disagreement exits with 2, and --json prints JSON alone', async () => {
    const handle = account.stripe.handle.bind(account.stripe);
    jest.spyOn(account.stripe, 'handle').mockImplementation((request) => {
      const answer = handle(request);
      return typeof answer !== 'string' && answer.status === 400 ? { ...answer, status: 409 } : answer;
    });
    const { output, error, exitCode } = await run(['--yes', '--json', '--only', 'duplicate-identifier']);
    expect(JSON.parse(output)).toMatchObject({
      workspace: 'test',
      questions: [{ id: 'duplicate-identifier', outcome: 'disagrees', seen: expect.stringContaining('409') }],
      leftBehind: [],
    });
    expect(error).toContain('Asks AWS');
    expect(exitCode).toBe(2);
  });

  test('a question without an answer exits with 1, the next one is asked, and nothing is left behind', async () => {
    const remove = account.aws.faults.add({
      service: 'states',
      operation: 'StartExecution',
      code: 'Forbidden',
    });
    const { output, exitCode } = await run([
      '--yes',
      '--only',
      'form-encoding',
      '--only',
      'connection-secret',
    ]);
    remove();
    expect(output).toMatch(/– form-encoding: no answer\n/);
    expect(output).toMatch(/✓ connection-secret: agrees/);
    expect(exitCode).toBe(1);
    expect(await left()).toEqual([]);
  });

  test('what AWS created although its response was lost is deleted too', async () => {
    account.aws.faults.add({ service: 'iam', operation: 'CreateRole', loseAnswer: true, times: 1 });
    const { output } = await run(['--yes', '--only', 'form-encoding']);
    expect(output).toMatch(/– form-encoding: no answer\n/);
    expect(await left()).toEqual([]);
  });

  test('Ctrl-C ends it at once and deletes what it had created', async () => {
    const interruption = new AbortController();
    const handle = account.stripe.handle.bind(account.stripe);
    jest.spyOn(account.stripe, 'handle').mockImplementation((request) => {
      if (request.url.startsWith('/v1/billing/meter_events')) {
        setImmediate(() => interruption.abort());
      }
      return handle(request);
    });
    const { error, exitCode } = await run(['--yes', '--only', 'form-encoding'], interruption.signal);
    expect(error).toBe('The probe was interrupted. Everything that it had created is deleted.\n');
    expect(exitCode).toBe(1);
    expect(await left()).toEqual([]);
  });

  test('what a killed run left is named and deleted, and nothing else', async () => {
    const { clients, stripe, key } = account;
    const RoleName = `${probePrefix}00000000-sender`;
    await clients.iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: probeRolePath,
        AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
      }),
    );
    await clients.events.send(
      new CreateConnectionCommand({
        Name: `${probePrefix}00000000-arn`,
        AuthorizationType: 'API_KEY',
        AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: 'x' } },
      }),
    );
    const { id } = await stripeClientOf(stripe, key).customers.create({ email: probeEmail });
    stripe.addCustomer('test', 'cus_somebody');
    const { output, exitCode } = await run(['--yes', '--only', 'connection-secret']);
    expect(output).toContain(
      `An earlier run left, and this one deletes: the connection ${probePrefix}00000000-arn, the role ${RoleName}, the customer ${id}.`,
    );
    expect(exitCode).toBe(0);
    expect(await left()).toEqual([]);
    const { Connections = [] } = await clients.events.send(new ListConnectionsCommand({}));
    expect(Connections.map(({ Name }) => Name)).toEqual([environment.names.connection]);
    expect((await stripeClientOf(stripe, key).customers.retrieve('cus_somebody')).deleted).toBeUndefined();
  });
});
