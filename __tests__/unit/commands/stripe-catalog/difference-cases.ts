import Stripe from 'stripe';
import { catalog } from '../../../../settings/catalog';

/** In what a catalog that was made by hand differs from the settings. */
export interface HandMade {
  readonly meter?: Partial<Stripe.Billing.MeterCreateParams>;
  readonly product?: Partial<Stripe.ProductCreateParams>;
  /** Of the price in USD. */
  readonly price?: Omit<Partial<Stripe.PriceCreateParams>, 'recurring'> & {
    readonly recurring?: Partial<Stripe.PriceCreateParams.Recurring>;
  };
  readonly afterwards?: (stripe: Stripe) => Promise<unknown>;
}

export interface DifferenceCase {
  readonly property: string;
  readonly handMade: HandMade;
  /** How stripe:catalog and verify show it. */
  readonly seen: RegExp;
  /** Whether Stripe cannot change it. */
  readonly refused?: true;
}

const { eventName, displayName } = catalog.meter;
const { id, name, description } = catalog.product;
const [usd, jpy] = catalog.prices;

const usdPrice = async (stripe: Stripe) =>
  (await stripe.prices.list({ lookup_keys: [usd!.lookupKey] })).data[0]!;

export const meterCases: DifferenceCase[] = [
  ...(['hour', 'day'] as const).map((window) => ({
    property: `event_time_window ${window}, of which only the newest event would count`,
    handMade: { meter: { event_time_window: window } },
    seen: new RegExp(`event_time_window is "${window}", not "absent"`),
    refused: true as const,
  })),
  ...(['count', 'last'] as const).map((formula) => ({
    property: `default_aggregation.formula ${formula}`,
    handMade: { meter: { default_aggregation: { formula } } },
    seen: new RegExp(`default_aggregation.formula is "${formula}", not "sum"`),
    refused: true as const,
  })),
  {
    property: 'customer_mapping.event_payload_key',
    handMade: { meter: { customer_mapping: { type: 'by_id', event_payload_key: 'customer' } } },
    seen: /customer_mapping.event_payload_key is "customer", not "stripe_customer_id"/,
    refused: true,
  },
  {
    property: 'value_settings.event_payload_key',
    handMade: { meter: { value_settings: { event_payload_key: 'bytes' } } },
    seen: /value_settings.event_payload_key is "bytes", not "value"/,
    refused: true,
  },
  {
    property: 'display_name',
    handMade: { meter: { display_name: 'Bytes' } },
    seen: new RegExp(`display name "Bytes" → "${displayName.replace(/[()]/g, '\\$&')}"`),
  },
  {
    property: 'status',
    handMade: {
      async afterwards(stripe) {
        const { data } = await stripe.billing.meters.list({ status: 'active' });
        await stripe.billing.meters.deactivate(data[0]!.id);
      },
    },
    seen: /inactive/,
  },
  {
    property: 'status and event_time_window: the inactive meter is not activated again',
    handMade: {
      meter: { event_time_window: 'day' },
      async afterwards(stripe) {
        const { data } = await stripe.billing.meters.list({ status: 'active' });
        await stripe.billing.meters.deactivate(data[0]!.id);
      },
    },
    seen: new RegExp(`is inactive|\\+ meter ${eventName}`),
  },
];

export const productCases: DifferenceCase[] = [
  {
    property: 'name',
    handMade: { product: { name: 'Files' } },
    seen: new RegExp(`name "Files" → "${name}"`),
  },
  {
    property: 'description',
    handMade: { product: { description: 'by hand' } },
    seen: new RegExp(`description "by hand" → "${description.replace(/[()]/g, '\\$&')}"`),
  },
  {
    property: 'description, absent',
    handMade: { afterwards: (stripe) => stripe.products.update(id, { description: '' }) },
    seen: /description "" → /,
  },
  { property: 'active', handMade: { product: { active: false } }, seen: /inactive → active/ },
  { property: 'type', handMade: { product: { type: 'good' } }, seen: /is of type "good"/, refused: true },
];

export const priceCases: DifferenceCase[] = [
  { property: 'currency', handMade: { price: { currency: 'eur' } }, seen: /currency eur → usd/ },
  {
    property: 'unit_amount_decimal, a hundred times too much',
    handMade: { price: { unit_amount_decimal: Stripe.Decimal.from('0.1') } },
    seen: /amount \$0\.001 a byte → \$0\.00001 a byte/,
  },
  {
    property: 'unit_amount_decimal, in the last of its 12 decimals',
    handMade: { price: { unit_amount_decimal: Stripe.Decimal.from('0.001000000001') } },
    seen: /amount \$0\.00001000000001 a byte → \$0\.00001 a byte/,
  },
  ...(['graduated', 'volume'] as const).map((mode) => ({
    property: `billing_scheme tiered, tiers_mode ${mode}`,
    handMade: {
      price: {
        billing_scheme: 'tiered' as const,
        tiers_mode: mode,
        tiers: [{ up_to: 'inf' as const, unit_amount_decimal: Stripe.Decimal.from(usd!.unitAmountDecimal) }],
      },
    },
    seen: /billing scheme tiered → per_unit/,
  })),
  {
    property: 'transform_quantity',
    handMade: { price: { transform_quantity: { divide_by: 1000, round: 'up' } } },
    seen: /divided by 1000 → 1/,
  },
  { property: 'product', handMade: { price: { product: 'other' } }, seen: /product other → / },
  {
    property: 'recurring.usage_type',
    handMade: { price: { recurring: { usage_type: 'licensed' } } },
    seen: /usage licensed → metered/,
  },
  {
    property: 'recurring, absent',
    handMade: {
      async afterwards(stripe) {
        await stripe.prices.create({
          currency: 'usd',
          product: id,
          unit_amount_decimal: Stripe.Decimal.from(usd!.unitAmountDecimal),
          lookup_key: usd!.lookupKey,
          transfer_lookup_key: true,
        });
      },
    },
    seen: /usage none → metered/,
  },
  {
    property: 'recurring.interval',
    handMade: { price: { recurring: { interval: 'year' } } },
    seen: /interval year → month/,
  },
  {
    property: 'recurring.interval_count',
    handMade: { price: { recurring: { interval_count: 3 } } },
    seen: /interval count 3 → 1/,
  },
  {
    property: 'recurring.trial_period_days, in which nothing is billed',
    handMade: { price: { recurring: { trial_period_days: 30 } } },
    seen: /trial days 30 → none/,
  },
  {
    property: 'recurring.meter',
    handMade: {
      async afterwards(stripe) {
        const { id: meter } = await stripe.billing.meters.create({
          display_name: 'Another',
          event_name: 'another',
          default_aggregation: { formula: 'sum' },
        });
        await stripe.prices.create({
          currency: 'usd',
          product: id,
          unit_amount_decimal: Stripe.Decimal.from(usd!.unitAmountDecimal),
          lookup_key: usd!.lookupKey,
          transfer_lookup_key: true,
          recurring: { interval: 'month', usage_type: 'metered', meter },
        });
      },
    },
    seen: /meter mtr_test_\w+ → mtr_test_/,
  },
  {
    property: 'active',
    handMade: {
      afterwards: async (stripe) => stripe.prices.update((await usdPrice(stripe)).id, { active: false }),
    },
    seen: /inactive → active/,
  },
  {
    property: 'lookup_key, held by no price',
    handMade: {
      afterwards: async (stripe) =>
        stripe.prices.update((await usdPrice(stripe)).id, { lookup_key: 'another' }),
    },
    seen: new RegExp(`does not exist|\\+ price ${usd!.lookupKey}: `),
  },
  {
    property: 'lookup_key, held by the price of another currency',
    handMade: {
      async afterwards(stripe) {
        const { data } = await stripe.prices.list({ lookup_keys: [jpy!.lookupKey] });
        await stripe.prices.update((await usdPrice(stripe)).id, { lookup_key: 'another' });
        await stripe.prices.create({
          currency: 'jpy',
          product: id,
          unit_amount_decimal: Stripe.Decimal.from(jpy!.unitAmountDecimal),
          lookup_key: usd!.lookupKey,
          recurring: { interval: 'month', usage_type: 'metered', meter: data[0]!.recurring!.meter! },
        });
      },
    },
    seen: /currency jpy → usd/,
  },
];
