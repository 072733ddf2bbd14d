import { executionGraph } from '@usage-billing/execution-page/visits';
import type { Deployed } from '../../helpers/deployed';
import { leftOf } from '../../helpers/outcome-of';
import { recover } from '../../helpers/recovery';

/** One failure of each kind, as DynamoDB's SDK reports it; in memory every call fails in every way. */
export function dynamoDb(current: () => Deployed): void {
  test('throttled twice is asked again, so that it changes nothing', async () => {
    const { services, upload, run } = current();
    const input = await upload();
    services.aws.faults.add({
      service: 'dynamodb',
      operation: 'PutItem',
      when: (body) => body.includes(input.processingHistoryId) && body.includes('recordedBy'),
      code: 'ProvisionedThroughputExceededException',
      times: 2,
    });
    const { status, history } = await run(input);
    expect(status).toBe('SUCCEEDED');
    expect(executionGraph(history).find(({ state }) => state === 'RecordMeterEvent')).toMatchObject({
      outcome: 'succeeded',
      retries: 2,
    });
    await expectBilled(current(), input);
  });

  test('down once Stripe took the event fails the execution by name, and recovery bills once', async () => {
    const { services, upload, run, record } = current();
    const input = await upload();
    const end = services.aws.faults.add({
      service: 'dynamodb',
      operation: 'UpdateItem',
      when: (body) => body.includes(input.processingHistoryId) && body.includes(':response'),
      reset: true,
    });
    expect(await run(input)).toMatchObject({
      status: 'FAILED',
      cause: expect.stringMatching(
        /^Stripe took the meter event, but the ledger could not be updated: DynamoDB\.SdkClientException/,
      ),
    });
    expect(await record(input)).toMatchObject({ status: 'completed' });
    end();
    await recover(current());
    await expectBilled(current(), input);
  });
}

async function expectBilled(environment: Deployed, input: { processingHistoryId: string }): Promise<void> {
  const { record, ledger, events } = await leftOf(environment, input);
  expect(record).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
  expect(record).not.toHaveProperty('stripeMeterError');
  expect(ledger).toMatchObject({ status: 'sent' });
  expect(events).toBe(1);
}
