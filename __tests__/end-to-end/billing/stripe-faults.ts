import { stripeClientOf } from '../../../local/catalog';
import { catalog } from '../../../settings/catalog';
import { customerId, type Deployed } from '../../helpers/deployed';
import { outcomeOf } from '../../helpers/outcome-of';
import { recover } from '../../helpers/recovery';
import { inPhases } from '../../helpers/side-by-side';
import { faultCases as cases, type FaultCase } from './stripe-fault-cases';

/** Each failure: the record, the requests to Stripe, what it counts, and what recovery makes of it. */
export function stripeFaults(current: () => Deployed): void {
  const ended = inPhases(cases, {
    first: (one) => execute(current(), one),
    between: () => recover(current()),
    last: async (_, { input, first }) => ({
      input,
      first,
      record: await current().record(input),
      ledger: await current().ledger(input),
      events: current().meterEvents(input).length,
    }),
  });

  test.each(cases)('$title', async (one) => {
    const { input, first, record, ledger, events } = await ended(one);
    const identifier = input.processingHistoryId;

    expect(first).toMatchObject({ status: 'SUCCEEDED', events: one.events });
    expect(first.record).toMatchObject({ status: 'completed', downloadS3Keys: [expect.any(String)] });
    expect(first.attempts).toHaveLength(one.attempts);
    expect(new Set(first.attempts.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set([identifier]),
    );
    expect(first.record.stripeMeterError).toEqual(
      one.error && { ...one.error, failedAt: expect.any(String) },
    );
    expect(typeof first.record.stripeMeterSentAt).toBe(one.error ? 'undefined' : 'string');

    expect(events).toBe(1);
    expect(record).toMatchObject({ status: 'completed', completedAt: first.record.completedAt });
    if (one.evidence === 'refused') {
      expect(ledger).toMatchObject({ status: 'rejected', openState: 'needs-person' });
      expect(record.stripeMeterError).toMatchObject(one.error ?? {});
    } else {
      expect(ledger).toMatchObject({ status: 'sent', evidence: one.evidence });
      expect(record).not.toHaveProperty('stripeMeterError');
    }
  });
}

async function execute(environment: Deployed, { fault, prepare }: FaultCase) {
  const { services, key, upload } = environment;
  const { stripe } = services;
  const uploaded = await upload();
  const identifier = uploaded.processingHistoryId;
  const unknown = prepare === 'unknown customer';
  const input = unknown ? { ...uploaded, customerId: `cus_${identifier}` } : uploaded;
  if (prepare === 'event of somebody else') {
    await stripeClientOf(stripe, key).billing.meterEvents.create({
      event_name: catalog.meter.eventName,
      identifier,
      payload: { stripe_customer_id: customerId, value: '1024' },
    });
  }
  const remove = fault && stripe.faults.add({ ...fault, when: (params) => params.identifier === identifier });
  const sentBefore = environment.attempts(input).length;
  const outcome = await outcomeOf(environment, input);
  const first = { ...outcome, attempts: outcome.attempts.slice(sentBefore) };
  remove?.();
  if (unknown) {
    stripe.addCustomer('test', input.customerId);
  }
  return { input, first };
}
