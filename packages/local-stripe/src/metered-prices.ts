import type { Account } from './account';
import type { StripePrice } from './catalog-objects';
import { StripeFailure } from './errors';
import type { ParamReader } from './params';
import { existingPrice } from './prices';

/** A price that is invoiced by what a meter counted. */
export type MeteredPrice = StripePrice & { readonly recurring: NonNullable<StripePrice['recurring']> };

/** The price of an item. @throws StripeFailure unless it is active, metered and of one amount for each unit */
export function subscribablePrice(account: Account, item: ParamReader): MeteredPrice {
  const id = item.required('price');
  const price = existingPrice(account, id, item.nameOf('price'), 400);
  if (!price.active) {
    throw new StripeFailure(`The price specified is inactive. This field only accepts active prices.`, {
      param: item.nameOf('price'),
    });
  }
  if (!isMetered(price) || price.billing_scheme !== 'per_unit') {
    throw new StripeFailure(
      `local Stripe subscribes only to metered prices with billing_scheme=per_unit; ${id} is none.`,
      { param: item.nameOf('price') },
    );
  }
  return price;
}

function isMetered(price: StripePrice): price is MeteredPrice {
  return price.recurring?.usage_type === 'metered';
}

/** @throws StripeFailure for prices that cannot be in one subscription */
export function checkTogether(prices: readonly MeteredPrice[]): void {
  const distinct = (valueOf: (price: MeteredPrice) => string): number => new Set(prices.map(valueOf)).size;
  if (distinct(({ id }) => id) < prices.length) {
    throw new StripeFailure('Cannot add multiple subscription items with the same price.', {
      param: 'items',
    });
  }
  if (distinct(({ currency }) => currency) > 1) {
    throw new StripeFailure('All prices on a subscription must have the same currency.', { param: 'items' });
  }
  if (distinct(({ recurring }) => `${recurring.interval_count} ${recurring.interval}`) > 1) {
    throw new StripeFailure('local Stripe supports one billing interval per subscription.', {
      param: 'items',
    });
  }
}
