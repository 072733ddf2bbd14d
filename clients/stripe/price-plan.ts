import Stripe from 'stripe';
import type { Catalog, Price } from '../../settings/catalog';
import { metersOf, priceOf } from './catalog-state';
import type { Step } from './catalog-step';
import { CommandError } from '../command-error';
import { createOnce } from './create-once';
import { byteText, priceText } from './price-text';

/**
 * What is to be done so that a price's lookup key stands for the wanted price.
 *
 * @param current the price it stands for now
 * @param meterId the meter the price is to be on; undefined when it is still to be created
 */
export function planPrice(
  current: Stripe.Price | undefined,
  catalog: Catalog,
  wanted: Price,
  meterId: string | undefined,
): Step {
  const { lookupKey } = wanted;
  if (!current) {
    return {
      line: `+ price ${lookupKey}: ${priceText(wanted)}, monthly`,
      run: (stripe) => create(stripe, catalog, wanted),
    };
  }
  const differences = priceDifferences(current, catalog, wanted, meterId);
  if (differences.length > 0) {
    return {
      line:
        `+ price ${lookupKey}: ${differences.join(', ')}. A price cannot change: a new one takes over the lookup ` +
        `key, and ${current.id} stays for the subscriptions that have it`,
      run: (stripe) => create(stripe, catalog, wanted, current),
    };
  }
  if (current.active) {
    return { line: `= price ${lookupKey} (${current.id})` };
  }
  return {
    line: `~ price ${lookupKey} (${current.id}): inactive → active`,
    run: async (stripe) => {
      await stripe.prices.update(current.id, { active: true });
    },
  };
}

async function create(
  stripe: Stripe,
  catalog: Catalog,
  wanted: Price,
  replaced?: Stripe.Price,
): Promise<void> {
  const { lookupKey, currency, unitAmountDecimal } = wanted;
  const meters = await metersOf(stripe, catalog.meter.eventName);
  const meter = meters.find(({ status }) => status === 'active');
  if (!meter) {
    throw new CommandError(
      `The meter for "${catalog.meter.eventName}" was deactivated while this command ran. Run the command again.`,
    );
  }
  const params: Stripe.PriceCreateParams = {
    currency,
    product: catalog.product.id,
    unit_amount_decimal: Stripe.Decimal.from(unitAmountDecimal),
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    lookup_key: lookupKey,
    // Without one to replace, a price that another command has just created keeps its key.
    ...(replaced && { transfer_lookup_key: true }),
  };
  await createOnce({
    what: 'price',
    seen: [params, replaced?.id],
    create: (idempotencyKey) => stripe.prices.create(params, { idempotencyKey }),
    find: async () => {
      const price = await priceOf(stripe, lookupKey);
      return price && priceDifferences(price, catalog, wanted, meter.id).length === 0 ? price : undefined;
    },
  });
}

function priceDifferences(price: Stripe.Price, catalog: Catalog, wanted: Price, meterId?: string): string[] {
  const amount = price.unit_amount_decimal;
  // A difference of the currency has its own line.
  const shown = amount && byteText({ currency: wanted.currency, unitAmountDecimal: String(amount) });
  return [
    ['currency', price.currency, wanted.currency],
    [
      'amount',
      amount?.eq(Stripe.Decimal.from(wanted.unitAmountDecimal)) ? byteText(wanted) : shown,
      byteText(wanted),
    ],
    ['billing scheme', price.billing_scheme, 'per_unit'],
    ['divided by', price.transform_quantity?.divide_by ?? 1, 1],
    ['product', typeof price.product === 'string' ? price.product : price.product.id, catalog.product.id],
    ['usage', price.recurring?.usage_type, 'metered'],
    ['interval', price.recurring?.interval, 'month'],
    ['interval count', price.recurring?.interval_count, 1],
    ['trial days', price.recurring?.trial_period_days ?? 'none', 'none'],
    ['meter', price.recurring?.meter, meterId ?? 'a new one'],
  ]
    .filter(([, is, should]) => is !== should)
    .map(([name, is, should]) => `${String(name)} ${String(is ?? 'none')} → ${String(should)}`);
}
