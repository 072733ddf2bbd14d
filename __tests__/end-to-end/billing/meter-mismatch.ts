import type Stripe from 'stripe';
import { stripeClientOf } from '../../../local/catalog';
import type { Deployed } from '../../helpers/deployed';
import { recover } from '../../helpers/recovery';

/** Meters that Stripe has instead of the one of the catalog. */
const cases: readonly { title: string; meter?: Partial<Stripe.Billing.MeterCreateParams> }[] = [
  { title: 'is inactive' },
  { title: 'has another event name', meter: { event_name: 'files_processed' } },
  {
    title: 'has another customer key',
    meter: { customer_mapping: { type: 'by_id', event_payload_key: 'customer' } },
  },
  { title: 'has another value key', meter: { value_settings: { event_payload_key: 'bytes' } } },
];

/** The guide's row "the event does not show", where the meter is the reason. */
export function meterMismatch(current: () => Deployed): void {
  test.each(cases)(
    '"the event does not show": a meter that $title rejects the event, which is recorded and sent by recovery once the meter fits',
    async ({ meter }) => {
      const { run, record, meterEvents, attempts, upload } = current();
      const input = await upload();
      const restore = await replaceMeter(current(), meter);
      try {
        expect(await run(input)).toMatchObject({ status: 'SUCCEEDED' });
        expect(await record(input)).toMatchObject({
          status: 'completed',
          stripeMeterError: {
            error: 'States.Http.StatusCode.400',
            cause: 'Bad Request',
          },
        });
        expect(attempts(input)).toHaveLength(1);
        expect(meterEvents(input)).toEqual([]);
      } finally {
        await restore();
      }

      await recover(current());
      expect(meterEvents(input)).toHaveLength(1);
      expect(await record(input)).not.toHaveProperty('stripeMeterError');
    },
  );
}

/** @returns a function that puts the meter of the catalog back */
async function replaceMeter(
  { services, key }: Deployed,
  other?: Partial<Stripe.Billing.MeterCreateParams>,
): Promise<() => Promise<void>> {
  const { meters } = stripeClientOf(services.stripe, key).billing;
  const [meter] = (await meters.list({ status: 'active' })).data;
  if (!meter) {
    throw new Error('There is no active meter.');
  }
  await meters.deactivate(meter.id);
  const { display_name, event_name, default_aggregation, customer_mapping, value_settings } = meter;
  const same = { display_name, event_name, default_aggregation, customer_mapping, value_settings };
  const replacement = other && (await meters.create({ ...same, ...other }));
  return async () => {
    if (replacement) {
      await meters.deactivate(replacement.id);
    }
    await meters.reactivate(meter.id);
  };
}
