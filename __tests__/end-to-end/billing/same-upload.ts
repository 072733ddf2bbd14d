import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { processingHistoryKey } from '../../../settings/application';
import type { Deployed } from '../../helpers/deployed';
import { recover } from '../../helpers/recovery';
import { stoppedWhileSending } from '../../helpers/sending';

/** S3 delivers an event twice, somebody starts it again, an execution dies: one event, ever. */
export function sameUpload(current: () => Deployed): void {
  test('after it was billed is neither processed nor sent again, because S3 may deliver an event twice', async () => {
    const { run, upload, attempts, meterEvents } = current();
    const input = await upload();
    await run(input);
    const second = await run(input);
    expect(second.status).toBe('SUCCEEDED');
    expect(second.states).not.toContain('StartChildStepFunction');
    expect(outputOf(second)).toMatchObject({ stripeMeterEvent: 'recorded earlier' });
    expect(attempts(input)).toHaveLength(1);
    expect(meterEvents(input)).toHaveLength(1);
  });

  test('at once, three times, is billed once, and no execution fails', async () => {
    const { run, upload, meterEvents, record } = current();
    const input = await upload();
    const outcomes = await Promise.all([run(input), run(input), run(input)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(meterEvents(input)).toHaveLength(1);
    expect(await record(input)).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
    expect(await record(input)).not.toHaveProperty('stripeMeterError');
  });

  test.each([
    {
      title: 'another customer',
      change: { customerId: 'cus_somebody_else' },
      both: /cus_deployed.*1024.*cus_somebody_else/,
    },
    { title: 'another number of bytes', change: { usageAmountBytes: 2048 }, both: /1024 bytes.*2048 bytes/ },
  ])(
    'with $title is refused with both in the sentence, because one of the two is wrong',
    async ({ change, both }) => {
      const { run, upload, meterEvents, record } = current();
      const input = await upload();
      await run(input);
      expect(await run({ ...input, ...change })).toMatchObject({
        status: 'FAILED',
        cause: expect.stringMatching(both),
      });
      expect(meterEvents(input)).toHaveLength(1);
      expect(await record(input)).toMatchObject({ status: 'completed' });
    },
  );

  test('whose record the application deleted is processed again, but not billed again', async () => {
    const { run, upload, meterEvents, record, services, environment } = current();
    const input = await upload();
    await run(input);
    await services.clients.dynamodb.send(
      new DeleteItemCommand({
        TableName: environment.names.processingHistoryTable,
        Key: { [processingHistoryKey]: { S: input.processingHistoryId } },
      }),
    );
    const second = await run(input);
    expect(outputOf(second)).toMatchObject({ stripeMeterEvent: 'recorded earlier' });
    expect(await record(input)).toMatchObject({ status: 'completed' });
    expect(meterEvents(input)).toHaveLength(1);
  });

  test.each([
    { title: 'before Stripe accepted the event', kind: 'hang', events: 0 },
    { title: 'after Stripe accepted the event', kind: 'lose-answer', events: 1 },
  ] as const)(
    'after an execution died $title is left to recovery, and counted once',
    async ({ kind, events }) => {
      const { run, meterEvents, record, ledger } = current();
      const { input } = await stoppedWhileSending(current(), kind);
      expect(meterEvents(input)).toHaveLength(events);
      expect(await record(input)).toMatchObject({ status: 'completed' });
      expect(outputOf(await run(input))).toMatchObject({ stripeMeterEvent: 'recorded earlier' });
      expect(meterEvents(input)).toHaveLength(events);

      await recover(current());
      expect(await ledger(input)).toMatchObject({
        status: 'sent',
        evidence: events === 0 ? 'response' : 'summary',
      });
      expect(meterEvents(input)).toHaveLength(1);
      expect(await record(input)).toMatchObject({ stripeMeterSentAt: expect.any(String) });
    },
  );
}

const outputOf = ({ description }: { description: { output?: string } }): unknown =>
  JSON.parse(description.output ?? '{}');
