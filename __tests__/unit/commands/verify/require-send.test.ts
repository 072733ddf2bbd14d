import { verify } from '../../../../commands/verify';
import { NotChecked, passed } from '../../../../commands/verify/check';
import { checklist } from '../../../../commands/verify/checklist';
import { errorHandlingCheck } from '../../../../commands/verify/checks/error-handling';
import type { UsageCheck } from '../../../../ledger/item';
import { LedgerReads } from '../../../../clients/aws/ledger-reads';
import { logDeliveryCheck } from '../../../../commands/verify/checks/log-delivery';
import { usageOf } from '../../../../commands/verify/meter-usage';
import { Sending } from '../../../../commands/verify/sending';
import { seen } from '../../../helpers/command';

// Every line but those of the file passes, so that the file alone decides.
jest.mock('../../../../commands/verify/checklist');
jest.mock('../../../../clients/aws/ledger-reads');
jest.mock('../../../../commands/verify/checks/log-delivery');
jest.mock('../../../../commands/verify/meter-usage');
jest.mock('../../../../commands/verify/sending');
jest.mock('../../../../commands/verify/checks/error-handling');

const passing = (id: string) => ({ id, what: id, actions: [], look: async () => passed('as it should be') });
const reason = 'these credentials may not do secretsmanager:GetSecretValue';

function fileIsSent(isSent: boolean): void {
  const output = JSON.stringify({ stripeMeterEvent: 'sent' });
  const sent = {
    processingHistoryId: 'id',
    customerId: 'cus_1',
    bytes: 1024,
    since: 0,
    usageBefore: 0,
    ended: { status: 'SUCCEEDED', name: 'verify-id', output },
  };
  const record = {
    status: { S: 'completed' },
    downloadS3Keys: { L: [{ S: 'key' }] },
    stripeMeterSentAt: { S: '2026-01-01T00:00:00Z' },
  };
  jest.mocked(Sending).mockImplementation(
    (_facts, options) =>
      ({
        options,
        sent: async () => {
          if (!isSent) {
            throw new NotChecked(reason);
          }
          return sent;
        },
        record: async () => record,
        meterEvent: async () => ({ status: 'sent', evidence: 'response', livemode: false }),
      }) as unknown as Sending,
  );
}

beforeEach(() => {
  jest.mocked(checklist).mockReturnValue([passing('account')]);
  jest.mocked(logDeliveryCheck).mockReturnValue(passing('log-events'));
  jest.mocked(errorHandlingCheck).mockReturnValue(passing('error-handling'));
  jest.mocked(usageOf).mockResolvedValue(1024);
  jest.mocked(LedgerReads.prototype.item).mockResolvedValue({ dueAt: 1767229200 } as UsageCheck);
});

const run = (...args: string[]) => seen((terminal) => verify(args, terminal));
const inTest = (...args: string[]) => run('--workspace', 'test', ...args);

test('nothing sent is a failure with --require-send, or a pipeline would call a check passed that did not happen', async () => {
  fileIsSent(false);
  const { output, exitCode } = await inTest('--require-send');
  expect(output).toContain(
    `✗ A file sent through, execution: ${reason}\n` +
      '    Fix that and run the command again: --require-send demands that a file is sent.\n',
  );
  expect(exitCode).toBe(1);
  expect(JSON.parse((await inTest('--require-send', '--json')).output)).toMatchObject({ ok: false });
});

test('without it nothing sent is not checked, for credentials that only read', async () => {
  fileIsSent(false);
  const { output, exitCode } = await inTest();
  expect(output).toContain(`– A file sent through, execution: ${reason}\n`);
  expect(exitCode).toBe(0);
});

test('a file that was sent and billed satisfies it', async () => {
  fileIsSent(true);
  const { output, exitCode } = await inTest('--require-send');
  expect(output).toContain('✓ A file sent through, execution: SUCCEEDED: verify-id\n');
  expect(output).not.toMatch(/^[✗–]/m);
  expect(exitCode).toBe(0);
});

test.each([
  [['--workspace', 'test', '--no-send'], 'Give --require-send or --no-send, not both.'],
  [['--workspace', 'live'], 'In live nothing is sent without --send --customer cus_…'],
])('%j contradicts it, and nothing is checked', async (args, sentence) => {
  fileIsSent(true);
  const { output, error, exitCode } = await run(...args, '--require-send');
  expect(error).toMatch(/^[^\n]+\n$/);
  expect(error).toContain(sentence);
  expect(output).toBe('');
  expect(exitCode).toBe(1);
});
