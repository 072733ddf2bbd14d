import type Stripe from 'stripe';
import { stripeClientOf } from '../../../local/catalog';
import { catalog } from '../../../settings/catalog';
import type { Deployed } from '../../helpers/deployed';
import { makeCatalog, type Breakage, type Change } from './breakage';

const [usd, jpy] = catalog.prices;
const { customerKey, eventName, displayName } = catalog.meter;

const inStripe =
  (make: (stripe: Stripe) => Promise<unknown>): Change =>
  ({ services, key }: Deployed) =>
    make(stripeClientOf(services.stripe, key));

const priceOf = async (stripe: Stripe, lookupKey: string) =>
  (await stripe.prices.list({ lookup_keys: [lookupKey] })).data[0]!;

const activeMeter = async (stripe: Stripe) =>
  (await stripe.billing.meters.list({ status: 'active' })).data.find(
    ({ event_name }) => event_name === eventName,
  )!;

export const catalogBreakages: Breakage[] = [
  {
    line: 'meter',
    wrong: 'the meter is deactivated',
    make: inStripe(async (stripe) => {
      const { id } = await activeMeter(stripe);
      await stripe.billing.meters.deactivate(id);
    }),
    seen: /is inactive/,
    remedy: makeCatalog,
  },
  {
    line: 'meter',
    wrong: 'the meter counts another key of the event',
    make: inStripe(async (stripe) => {
      const { id } = await activeMeter(stripe);
      await stripe.billing.meters.deactivate(id);
      await stripe.billing.meters.create({
        display_name: displayName,
        event_name: eventName,
        default_aggregation: { formula: 'count' },
        customer_mapping: { type: 'by_id', event_payload_key: customerKey },
        value_settings: { event_payload_key: 'bytes' },
      });
    }),
    seen: /default_aggregation.formula is "count", not "sum", value_settings.event_payload_key is "bytes", not "value"/,
    remedy: /^Deactivate the meter mtr_test_\w+ in the Stripe Dashboard/,
  },
  {
    line: 'product',
    wrong: 'the product is inactive',
    make: inStripe((stripe) => stripe.products.update(catalog.product.id, { active: false })),
    seen: /inactive → active/,
    remedy: makeCatalog,
  },
  {
    line: 'price-usd',
    wrong: 'the lookup key stands for a price of another amount',
    make: inStripe(async (stripe) => {
      const price = await priceOf(stripe, usd!.lookupKey);
      const take = { lookup_key: usd!.lookupKey, transfer_lookup_key: true };
      const { meter } = price.recurring!;
      await stripe.prices.create({
        ...take,
        currency: 'usd',
        product: catalog.product.id,
        unit_amount: 5,
        recurring: { interval: 'month', usage_type: 'metered', meter: meter! },
      });
    }),
    seen: /amount \$0\.05 a byte → \$0\.00001 a byte/,
    remedy: makeCatalog,
  },
  {
    line: 'price-usd',
    wrong: 'the price is not on the meter',
    make: inStripe(async (stripe) => {
      const price = await priceOf(stripe, usd!.lookupKey);
      const take = { lookup_key: usd!.lookupKey, transfer_lookup_key: true };
      const meter = await stripe.billing.meters.create({
        display_name: 'Another',
        // Stripe takes the name of an active meter once.
        event_name: `another_${price.id}`,
        default_aggregation: { formula: 'sum' },
      });
      await stripe.prices.create({
        ...take,
        currency: 'usd',
        product: catalog.product.id,
        unit_amount_decimal: price.unit_amount_decimal!,
        recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      });
    }),
    seen: /meter mtr_\w+ → mtr_/,
    remedy: makeCatalog,
  },
  {
    line: 'price-jpy',
    wrong: 'the price is inactive',
    make: inStripe(async (stripe) => {
      const { id } = await priceOf(stripe, jpy!.lookupKey);
      await stripe.prices.update(id, { active: false, lookup_key: jpy!.lookupKey });
    }),
    seen: /inactive → active/,
    remedy: makeCatalog,
  },
];
