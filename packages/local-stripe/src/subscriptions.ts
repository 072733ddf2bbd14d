import type { Account } from './account';
import type { StripeSubscription } from './billing-objects';
import { bringBillingUpToDate } from './billing-periods';
import { missingParameter, noSuch } from './errors';
import { firstTen, listPage, pageParameters } from './list';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

const statuses = [
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
] as const;

/** Without a status, every one that is not canceled. */
export function listSubscriptions(account: Account, params: ParamReader): StripeObject {
  params.only({
    supported: [...pageParameters, 'customer', 'price', 'status'],
    unsupported: [
      'automatic_tax',
      'collection_method',
      'created',
      'current_period_end',
      'current_period_start',
      'customer_account',
      'plan',
      'test_clock',
    ],
  });
  bringBillingUpToDate(account);
  const customer = params.optional('customer');
  const price = params.optional('price');
  const status = params.oneOf('status', statuses);
  const subscriptions = [...account.subscriptions.values()].filter(
    (subscription) =>
      (!customer || subscription.customer === customer) &&
      (!price || subscription.items.some((item) => item.price.id === price)) &&
      hasStatus(subscription, status),
  );
  return listPage(
    subscriptions.map((subscription) => ({ ...shownSubscription(subscription), id: subscription.id })),
    params,
    '/v1/subscriptions',
  );
}

function hasStatus(subscription: StripeSubscription, status: (typeof statuses)[number] | undefined): boolean {
  switch (status) {
    case undefined:
      return subscription.status !== 'canceled';
    case 'all':
      return true;
    case 'ended':
      return subscription.status === 'canceled';
    default:
      return subscription.status === status;
  }
}

export function retrieveSubscription(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({ supported: [] });
  bringBillingUpToDate(account);
  return shownSubscription(existingSubscription(account, id, 'id', 404));
}

/** Ends it at once, without an invoice for the open period, as Stripe does without `invoice_now`. */
export function cancelSubscription(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({ supported: [], unsupported: ['cancellation_details', 'invoice_now', 'prorate'] });
  bringBillingUpToDate(account);
  const subscription = existingSubscription(account, id, 'id', 404);
  if (subscription.status === 'canceled') {
    throw noSuch('subscription', id, 'id', 404);
  }
  const now = account.now();
  Object.assign(subscription, { status: 'canceled', canceled_at: now, ended_at: now });
  return shownSubscription(subscription);
}

export function listSubscriptionItems(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: [...pageParameters, 'subscription'] });
  if (!params.has('subscription')) {
    throw missingParameter('subscription');
  }
  bringBillingUpToDate(account);
  const subscription = existingSubscription(account, params.required('subscription'), 'subscription', 404);
  return listPage(subscription.items, params, '/v1/subscription_items');
}

function existingSubscription(
  account: Account,
  id: string,
  param: string,
  status: 400 | 404,
): StripeSubscription {
  const subscription = account.subscriptions.get(id);
  if (!subscription) {
    throw noSuch('subscription', id, param, status);
  }
  return subscription;
}

export function shownSubscription(subscription: StripeSubscription): StripeObject {
  const url = `/v1/subscription_items?subscription=${subscription.id}`;
  return { ...subscription, items: firstTen(subscription.items, url) };
}
