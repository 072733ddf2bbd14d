import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeauthorizeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { stripeCatalog } from '../../commands/stripe-catalog';
import { verify } from '../../commands/verify';
import { seen, useServices, type Seen } from '../helpers/command';
import { customerId, deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';

jest.setTimeout(120_000);

let d: Deployed;

beforeAll(async () => {
  d = await deployed('live');
  useServices(d.services);
  await seen((terminal) => stripeCatalog(['--workspace', 'live', '--yes'], terminal));
}, deployTimeoutMilliseconds);

afterAll(() => d?.stop());

const run = (...args: string[]): Promise<Seen> =>
  seen((terminal) => verify(['--workspace', 'live', '--wait-seconds', '20', ...args], terminal));

const executions = async () => {
  const list = new ListExecutionsCommand({ stateMachineArn: d.stateMachineArn });
  return (await d.services.clients.states.send(list)).executions ?? [];
};

describe('npm run verify in live', () => {
  test('checks every line, and changes and sends nothing', async () => {
    const before = d.services.stripe.requests.length;
    const result = await run();
    expect(result).toMatchObject({ exitCode: 0, error: '' });
    expect(result.output.match(/^[✗–].*/gm)).toEqual([
      expect.stringMatching(
        /^– Runs of StripeMeterEventRecovery: none is due yet: it was deployed \S+, to run/,
      ),
      expect.stringMatching(/^– A file sent through: not in live without --send --customer/),
      expect.stringMatching(/^– Error handling: never in live/),
      expect.stringMatching(/^– The log receives events: no execution yet/),
    ]);
    const requests = d.services.stripe.requests.slice(before);
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(await executions()).toEqual([]);
  });

  test.each([
    [['--send'], 'A live event bills somebody: name whom with --customer'],
    [['--send', '--customer', customerId], 'nobody can be asked here'],
  ])('%j is rejected, and nothing is sent', async (args, sentence) => {
    const { error, exitCode } = await run(...args);
    expect(error).toContain(sentence);
    expect(exitCode).toBe(1);
    expect(await executions()).toEqual([]);
  });

  test('sends when it is told whom to bill, after printing what that costs', async () => {
    const send = ['--send', '--customer', customerId, '--bucket', d.application.bucket, '--yes'];
    const { output, error, exitCode } = await run(...send);
    expect(output.split('\n')[0]).toContain(`BILLS ${customerId} about $0.01 or about ¥1,`);
    expect([exitCode, error]).toEqual([0, '']);
    expect(d.services.stripe.meterEvents('live').map(({ payload }) => payload.value)).toEqual(['1024']);
    expect(output).toMatch(/^✓ A file sent through, ledger: sent \(response, live mode\)/m);
  });

  test('a ledger that one mistake could delete is named, with its fix', async () => {
    const { meterEventsTable: TableName } = d.environment.names;
    const protect = (DeletionProtectionEnabled: boolean) =>
      d.services.clients.dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
    await protect(false);
    const { output, exitCode } = await run();
    await protect(true);
    expect(output).toContain(
      '✗ Table siftbeam-stripe-meter-events: deletion protection is off: one mistake deletes what says which events ' +
        'were billed\n    npm run deploy:live -- service-processing\n',
    );
    expect(exitCode).toBe(1);
  });

  test('a send that would fail is not tried, because its failure would be recorded and fire the alarm', async () => {
    const { connection: Name } = d.environment.names;
    await d.services.clients.events.send(new DeauthorizeConnectionCommand({ Name }));
    const { output, exitCode } = await run('--send', '--customer', customerId, '--yes');
    expect(output).toMatch(/^✗ Connection siftbeam-stripe: DEAUTHORIZED/m);
    expect(output).toContain('– A file sent through, execution: not sent, because a line above failed');
    expect(exitCode).toBe(1);
    expect(await executions()).toHaveLength(1);
  });
});
