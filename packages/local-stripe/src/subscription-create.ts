import type { Account } from './account';
import type { StripeSubscription } from './billing-objects';
import { periodEnd } from './billing-periods';
import { StripeFailure, missingParameter, noSuch } from './errors';
import { mergeMetadata } from './metadata';
import { checkTogether, subscribablePrice } from './metered-prices';
import type { ParamReader } from './params';
import { shownSubscription } from './subscriptions';
import type { StripeObject } from './types';

/** docs.stripe.com/billing/subscriptions/quantities: a subscription has at most 20 items. */
const maxItems = 20;

const unsupported = [
  'add_invoice_items',
  'application_fee_percent',
  'automatic_tax',
  'backdate_start_date',
  'billing_cycle_anchor',
  'billing_cycle_anchor_config',
  'billing_mode',
  'billing_schedules',
  'billing_thresholds',
  'cancel_at',
  'cancel_at_period_end',
  'collection_method',
  'currency',
  'customer_account',
  'days_until_due',
  'default_payment_method',
  'default_source',
  'default_tax_rates',
  'description',
  'discounts',
  'invoice_settings',
  'off_session',
  'on_behalf_of',
  'payment_behavior',
  'payment_settings',
  'pending_invoice_item_interval',
  'proration_behavior',
  'transfer_data',
  'trial_end',
  'trial_from_plan',
  'trial_period_days',
  'trial_settings',
];

const unsupportedOfItem = [
  'billing_thresholds',
  'current_trial',
  'discounts',
  'plan',
  'price_data',
  'quantity',
  'tax_rates',
  'trial_from_plan',
];

/** A subscription to metered prices, whose first period begins now. */
export function createSubscription(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: ['customer', 'items', 'metadata'], unsupported });
  const customer = params.required('customer');
  if (!params.has('items')) {
    throw missingParameter('items');
  }
  const items = params.objects('items').map((item) => ({
    price: subscribablePrice(
      account,
      item.only({ supported: ['metadata', 'price'], unsupported: unsupportedOfItem }),
    ),
    metadata: mergeMetadata({}, item),
  }));
  const metadata = mergeMetadata({}, params);
  if (!account.customers.has(customer)) {
    throw noSuch('customer', customer, 'customer', 400);
  }
  const [first] = items;
  if (!first || items.length > maxItems) {
    throw new StripeFailure(`A subscription has 1 to ${maxItems} items.`, { param: 'items' });
  }
  checkTogether(items.map(({ price }) => price));
  const now = account.now();
  const id = account.newId('sub');
  const subscription: StripeSubscription = {
    id,
    object: 'subscription',
    billing_cycle_anchor: now,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    collection_method: 'charge_automatically',
    created: now,
    currency: first.price.currency,
    customer,
    ended_at: null,
    items: items.map(({ price, metadata: itemMetadata }) => ({
      id: account.newId('si'),
      object: 'subscription_item',
      created: now,
      current_period_start: now,
      current_period_end: periodEnd(now, now, price.recurring),
      discounts: [],
      metadata: itemMetadata,
      price,
      subscription: id,
      tax_rates: [],
    })),
    latest_invoice: null,
    livemode: account.livemode,
    metadata,
    start_date: now,
    status: 'active',
  };
  account.subscriptions.set(id, subscription);
  return shownSubscription(subscription);
}
