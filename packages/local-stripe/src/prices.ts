import type { Account } from './account';
import type { StripePrice } from './catalog-objects';
import { StripeFailure, missingParameter, noSuch } from './errors';
import { mergeMetadata } from './metadata';
import { listPage, pageParameters } from './list';
import type { ParamReader } from './params';
import { schemeOf } from './price-scheme';
import { currencyOf, recurringOf } from './price-terms';
import { existingProduct } from './products';
import type { StripeObject } from './types';

/** What may change after a price was created (docs.stripe.com/api/prices/update). */
const updatable = ['active', 'lookup_key', 'transfer_lookup_key', 'nickname', 'metadata'];

export function createPrice(account: Account, params: ParamReader): StripePrice {
  params.only({
    supported: [
      ...updatable,
      'billing_scheme',
      'currency',
      'product',
      'recurring',
      'tax_behavior',
      'tiers',
      'tiers_mode',
      'transform_quantity',
      'unit_amount',
      'unit_amount_decimal',
    ],
    unsupported: ['currency_options', 'custom_unit_amount', 'product_data'],
  });
  const recurring = recurringOf(account, params);
  if (!params.has('product')) {
    throw missingParameter('product');
  }
  const product = existingProduct(account, params.required('product'), 'product', 400);
  if (recurring && product.type === 'good') {
    throw new StripeFailure(`A recurring price cannot be on the product '${product.id}' of type good.`, {
      param: 'product',
    });
  }
  const price: StripePrice = {
    id: account.newId('price'),
    object: 'price',
    active: params.boolean('active') ?? true,
    created: account.now(),
    currency: currencyOf(params),
    custom_unit_amount: null,
    livemode: account.livemode,
    lookup_key: params.optional('lookup_key', 200) ?? null,
    metadata: mergeMetadata({}, params),
    nickname: params.optional('nickname') ?? null,
    product: product.id,
    recurring,
    tax_behavior: params.oneOf('tax_behavior', ['exclusive', 'inclusive', 'unspecified']) ?? 'unspecified',
    type: recurring ? 'recurring' : 'one_time',
    ...schemeOf(params),
  };
  takeLookupKey(account, price.lookup_key, price.id, params.boolean('transfer_lookup_key') ?? false);
  account.prices.set(price.id, price);
  return price;
}

export function retrievePrice(account: Account, params: ParamReader, id: string): StripePrice {
  params.only({ supported: [] });
  return existingPrice(account, id);
}

export function updatePrice(account: Account, params: ParamReader, id: string): StripePrice {
  params.only({ supported: updatable, unsupported: ['currency_options', 'tax_behavior'] });
  const price = existingPrice(account, id);
  const lookupKey = params.optional('lookup_key', 200);
  takeLookupKey(account, lookupKey ?? null, id, params.boolean('transfer_lookup_key') ?? false);
  return Object.assign(price, {
    active: params.boolean('active') ?? price.active,
    lookup_key: lookupKey ?? price.lookup_key,
    nickname: params.optional('nickname') ?? price.nickname,
    metadata: mergeMetadata(price.metadata, params),
  });
}

export function listPrices(account: Account, params: ParamReader): StripeObject {
  params.only({
    supported: [...pageParameters, 'active', 'currency', 'lookup_keys', 'product', 'recurring', 'type'],
    unsupported: ['created'],
  });
  const active = params.boolean('active');
  const lookupKeys = params.list('lookup_keys');
  const recurring = params.object('recurring').only({ supported: ['interval', 'meter', 'usage_type'] });
  const wanted = {
    currency: params.optional('currency'),
    product: params.optional('product'),
    type: params.optional('type'),
  };
  const wantedRecurring = {
    interval: recurring.optional('interval'),
    meter: recurring.optional('meter'),
    usage_type: recurring.optional('usage_type'),
  };
  const prices = [...account.prices.values()].filter(
    (price) =>
      (active === undefined || price.active === active) &&
      (lookupKeys === undefined || (price.lookup_key !== null && lookupKeys.includes(price.lookup_key))) &&
      matches(price, wanted) &&
      matches({ ...price.recurring }, wantedRecurring),
  );
  return listPage(prices, params, '/v1/prices');
}

function matches(object: StripeObject, wanted: Record<string, string | undefined>): boolean {
  return Object.entries(wanted).every(([name, value]) => value === undefined || object[name] === value);
}

export function existingPrice(
  account: Account,
  id: string,
  param = 'id',
  status: 400 | 404 = 404,
): StripePrice {
  const price = account.prices.get(id);
  if (!price) {
    throw noSuch('price', id, param, status);
  }
  return price;
}

/** A lookup key belongs to one price, active or not; only a transfer moves it to another price. */
function takeLookupKey(account: Account, lookupKey: string | null, id: string, transfer: boolean): void {
  const holder = [...account.prices.values()].find(
    (price) => lookupKey !== null && price.lookup_key === lookupKey && price.id !== id,
  );
  if (holder && !transfer) {
    throw new StripeFailure(`A price (\`${holder.id}\`) already uses that lookup key.`, {
      param: 'lookup_key',
      stored: true,
    });
  }
  if (holder) {
    holder.lookup_key = null;
  }
}
