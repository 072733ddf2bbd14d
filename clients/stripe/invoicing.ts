import type Stripe from 'stripe';
import type { Pace } from './pace';

/** A time in Unix seconds. */
interface Interval {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A billing period of usage whose invoice is final: what is counted later is not on it. */
export interface InvoicedPeriod extends Interval {
  readonly invoice: string;
  readonly finalizedAt: number;
}

/** By customer. */
export type Subscribed = ReadonlyMap<string, readonly Interval[]>;
export type Invoiced = ReadonlyMap<string, readonly InvoicedPeriod[]>;

/** Statuses in which a subscription makes no invoices (docs.stripe.com/api/subscriptions/object). */
const notInvoicing = ['incomplete', 'incomplete_expired', 'paused'];

/**
 * When each customer had a subscription item on a price of one of the meters, from all subscriptions of the account. An
 * item that was deleted from a subscription that goes on is no longer known to Stripe.
 */
export async function subscribedTimes(
  stripe: Stripe,
  pace: Pace,
  meterIds: readonly string[],
): Promise<Subscribed> {
  const subscribed = new Map<string, Interval[]>();
  const all = pace.all((page) => stripe.subscriptions.list({ ...page, status: 'all' }));
  for await (const { id, customer, status, ended_at, items } of all) {
    if (notInvoicing.includes(status)) {
      continue;
    }
    const each = items.has_more
      ? await collected(pace.all((page) => stripe.subscriptionItems.list({ ...page, subscription: id })))
      : items.data;
    const metered = each.filter(({ price }) => meterIds.includes(price.recurring?.meter ?? ''));
    add(
      subscribed,
      idOf(customer),
      metered.map(({ created }) => ({ start: created, end: ended_at ?? Infinity })),
    );
  }
  return subscribed;
}

/**
 * The periods of each customer's usage whose invoice is final, from the invoices made since a time.
 *
 * @param since Unix seconds
 */
export async function invoicedPeriods(
  stripe: Stripe,
  pace: Pace,
  meterIds: readonly string[],
  since: number,
): Promise<Invoiced> {
  const prices = new Set<string>();
  for (const meter of meterIds) {
    for await (const { id } of pace.all((page) => stripe.prices.list({ ...page, recurring: { meter } }))) {
      prices.add(id);
    }
  }
  const invoiced = new Map<string, InvoicedPeriod[]>();
  const all = pace.all((page) => stripe.invoices.list({ ...page, created: { gte: since } }));
  for await (const { id, customer, lines, status_transitions } of all) {
    const finalizedAt = status_transitions.finalized_at;
    if (!id || !customer || !finalizedAt) {
      continue;
    }
    const each = lines.has_more
      ? await collected(pace.all((page) => stripe.invoices.listLineItems(id, page)))
      : lines.data;
    const metered = each.filter(({ pricing }) => prices.has(idOf(pricing?.price_details?.price ?? '')));
    add(
      invoiced,
      idOf(customer),
      metered.map(({ period }) => ({ ...period, invoice: id, finalizedAt })),
    );
  }
  return invoiced;
}

const idOf = (object: string | { readonly id: string }): string =>
  typeof object === 'string' ? object : object.id;

function add<T>(map: Map<string, T[]>, key: string, values: readonly T[]): void {
  if (values.length > 0) {
    map.set(key, [...(map.get(key) ?? []), ...values]);
  }
}

async function collected<T>(all: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of all) {
    values.push(value);
  }
  return values;
}
