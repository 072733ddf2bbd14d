import type { Deployed } from '../../helpers/deployed';
import { leftOf, outcomeOf } from '../../helpers/outcome-of';
import { recover } from '../../helpers/recovery';
import { faultCases } from '../../unit/faults/stripe-cases';

/** Failures of each kind: the record, the requests to Stripe, what it counts, and what recovery makes of it. */
export function stripeFaults(current: () => Deployed): void {
  test.each(faultCases.filter(({ deployed }) => deployed))('$title', async (one) => {
    const { services, upload } = current();
    const input = await upload();
    const identifier = input.processingHistoryId;
    const end = services.stripe.faults.add({
      ...one.fault!,
      when: (params) => params.identifier === identifier,
    });
    const first = await outcomeOf(current(), input);
    end();

    expect(first).toMatchObject({ status: 'SUCCEEDED', events: one.events });
    expect(first.record).toMatchObject({ status: 'completed', downloadS3Keys: [expect.any(String)] });
    expect(first.attempts).toHaveLength(one.attempts);
    expect(new Set(first.attempts.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set([expect.stringMatching(/^meter-event\/[0-9a-f]{64}$/)]),
    );
    expect(first.record.stripeMeterError).toEqual({ ...one.error, failedAt: expect.any(String) });
    expect(first.record).not.toHaveProperty('stripeMeterSentAt');

    await recover(current());
    const last = await leftOf(current(), input);
    expect(last.events).toBe(1);
    expect(last.record).toMatchObject({ status: 'completed', completedAt: first.record.completedAt });
    expect(last.record).not.toHaveProperty('stripeMeterError');
    expect(last.ledger).toMatchObject({ status: 'sent', evidence: one.evidence });
  });
}
