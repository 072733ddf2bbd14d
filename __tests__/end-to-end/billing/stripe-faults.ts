import { stripeClientOf } from '../../../local/catalog';
import { catalog } from '../../../settings/catalog';
import { customerId, type Deployed } from '../../helpers/deployed';
import { outcomeOf } from '../../helpers/outcome-of';
import { sideBySide } from '../../helpers/side-by-side';
import { faultCases as cases, type FaultCase } from './stripe-fault-cases';

/** Each failure: the record, the requests to Stripe, what it counts, and whether a replay fixes it. */
export function stripeFaults(current: () => Deployed): void {
  const ended = sideBySide(cases, (one) => execute(current(), one));

  test.each(cases)('$title', async (one) => {
    const { input, first, replay } = await ended(one);
    const identifier = input.processingHistoryId;

    expect(first).toMatchObject({ status: 'SUCCEEDED', events: one.events });
    expect(first.record).toMatchObject({ status: 'completed', downloadS3Keys: [expect.any(String)] });
    expect(first.attempts).toHaveLength(one.attempts);
    expect(new Set(first.attempts.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set([identifier]),
    );
    expect(first.record.stripeMeterError).toEqual(
      one.error && {
        ...one.error,
        failedAt: expect.any(String),
        identifier,
        customerId: input.customerId,
        usageAmountBytes: 1024,
        timestamp: first.record.completedAt,
      },
    );
    expect(typeof first.record.stripeMeterSentAt).toBe(one.error ? 'undefined' : 'string');

    expect(replay).toMatchObject({ status: 'SUCCEEDED', events: 1 });
    expect(replay.record.stripeMeterError?.error).toBe(one.errorAfterReplay);
    expect(replay.record).toMatchObject({ status: 'completed', completedAt: first.record.completedAt });
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
  return { input, first, replay: await outcomeOf(environment, input) };
}
