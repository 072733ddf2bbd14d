import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeauthorizeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { stripeCatalog } from '../../commands/stripe-catalog';
import { verify } from '../../commands/verify';
import { Facts } from '../../commands/verify/facts';
import { seen, useServices, type Seen } from '../helpers/command';
import { customerId, deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';
import { look } from './verify/lines';
import { inSync, planLineOf } from './verify/plans';
import { doStep, startOperator } from './verify/printed-steps';
import { unprotected, withKey } from './verify/table-changes';

jest.setTimeout(120_000);

let d: Deployed;

beforeAll(async () => {
  d = await deployed('live');
  useServices(d.services);
  await seen((terminal) => stripeCatalog(['--workspace', 'live', '--yes'], terminal));
}, deployTimeoutMilliseconds);

afterAll(() => d?.stop());

const run = (...args: string[]): Promise<Seen> =>
  seen((terminal) => verify(['--workspace', 'live', '--wait-seconds', '20', ...args], terminal, inSync));

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

  test('a ledger that one mistake could delete is named by the plan, with its fix', async () => {
    const { meterEventsTable: TableName } = d.environment.names;
    const protect = (DeletionProtectionEnabled: boolean) =>
      d.services.clients.dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
    await protect(false);
    expect(await planLineOf(d, 'service-processing')).toMatchObject({
      outcome: 'failed',
      seen: 'service-processing: aws_dynamodb_table.ledger_table differs (deletion_protection_enabled)',
      remedy: ['npm run deploy:live -- service-processing'],
    });
    await protect(true);
  });

  test("the application's own tables, which no plan knows, are named and repaired as it is printed", async () => {
    const operator = await startOperator(d);
    const facts = new Facts(d.environment);
    await unprotected('processingHistoryTable')(d, facts);
    await withKey('policyMappingTable', 'policy')(d, facts);
    const ids = ['processing-history-table', 'policy-mapping-table'];
    const lines = [await look(d, ids[0]!), await look(d, ids[1]!)];
    for (const { id, remedy } of lines) {
      for (const step of remedy) {
        await doStep(operator, step, id);
      }
    }
    await operator.end();
    await d.application.mapPolicy(d.childArn);
    expect(lines.map(({ outcome, seen }) => `${outcome}: ${seen}`)).toEqual([
      'failed: point-in-time recovery is off: an item deleted by mistake is gone',
      expect.stringMatching(/^failed: has the key policy \(S, HASH\), not policyId \(S, HASH\)/),
    ]);
    for (const id of ids) {
      expect(await look(d, id)).toMatchObject({ outcome: 'passed' });
    }
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
