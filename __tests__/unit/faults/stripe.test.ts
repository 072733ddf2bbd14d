import { InMemory } from '../../helpers/in-memory';
import { faultCases, type FaultCase } from './stripe-cases';

/** A failure of Stripe at each attempt of one execution; then Stripe works again, and recovery runs. */
describe('a failure of Stripe', () => {
  test.each(faultCases)('$title', async (one) => {
    const { first, last } = await outcomesOf(one);

    expect(first).toMatchObject({ status: 'SUCCEEDED', events: one.events });
    expect(first.record).toMatchObject({ status: 'completed', downloadS3Keys: [expect.any(String)] });
    expect(first.attempts).toHaveLength(one.attempts);
    expect(new Set(first.attempts.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set([expect.stringMatching(/^meter-event\/[0-9a-f]{64}$/)]),
    );
    expect(first.record.stripeMeterError).toEqual(
      one.error && { ...one.error, failedAt: expect.any(String) },
    );
    expect(typeof first.record.stripeMeterSentAt).toBe(one.error ? 'undefined' : 'string');
    expect(first.visits.map(({ state }) => state)).toContain(
      one.error ? 'LogStripeMeterError' : 'CopyMeterEventSent',
    );
    expect(first.visits.find(({ state }) => state === 'SendStripeMeterEvent')).toMatchObject({
      outcome: one.error ? 'caught' : 'succeeded',
      retries: one.attempts - 1,
    });

    expect(last.events).toBe(1);
    expect(last.record).toMatchObject({ status: 'completed', completedAt: first.record.completedAt });
    if (one.evidence === 'refused') {
      expect(last.ledger).toMatchObject({ status: 'rejected', openState: 'needs-person' });
      expect(last.record.stripeMeterError).toMatchObject(one.error ?? {});
    } else {
      expect(last.ledger).toMatchObject({ status: 'sent', evidence: one.evidence });
      expect(last.record).not.toHaveProperty('stripeMeterError');
    }
  });
});

async function outcomesOf({ fault, prepare }: FaultCase) {
  const inMemory = new InMemory();
  const { stripe } = inMemory.world;
  const unknown = prepare === 'unknown customer';
  const input = unknown ? { ...inMemory.upload, customerId: 'cus_Later' } : inMemory.upload;
  const identifier = input.processingHistoryId;
  if (prepare === 'event of somebody else') {
    stripe.account.sendForeignEvent(identifier, input.customerId, 1024, Math.floor(inMemory.world.now()));
  }
  const end =
    fault && stripe.account.api.faults.add({ ...fault, when: (params) => params.identifier === identifier });
  const sentBefore = inMemory.left(input).attempts.length;
  const outcome = await inMemory.run(input);
  const first = { ...outcome, attempts: outcome.attempts.slice(sentBefore) };
  end?.();
  if (unknown) {
    stripe.account.addCustomer(input.customerId);
  }
  await inMemory.recover();
  return { first, last: inMemory.left(input) };
}
