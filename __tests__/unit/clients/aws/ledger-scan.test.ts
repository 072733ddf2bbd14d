import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { scanLedger } from '../../../../clients/aws/ledger-scan';

test('each segment has a signal of its own, because Node takes more than ten listeners of one for a leak', async () => {
  const stop = new AbortController();
  const signals: AbortSignal[] = [];
  const send = (_command: unknown, { abortSignal }: { abortSignal: AbortSignal }) => {
    signals.push(abortSignal);
    return Promise.resolve({ Items: [] });
  };
  const client = { send } as unknown as Pick<DynamoDBClient, 'send'>;
  await scanLedger({ client, table: 'ledger', start: 0, end: 1, signal: stop.signal }, () => undefined);
  expect(signals.length).toBeGreaterThan(1);
  expect(new Set(signals).size).toBe(signals.length);
  stop.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual(signals.map(() => true));
});
