import type { Account } from './account';
import type { StripeInvoice, StripeSubscription } from './billing-objects';
import { createCycleInvoice, finalizeDueInvoices } from './invoices';

/**
 * When the billing period that contains a time ends.
 *
 * @param anchor Unix seconds; its day and time of day are those of every period's end, or the month's last day
 * @param time Unix seconds
 */
export function periodEnd(
  anchor: number,
  time: number,
  recurring: { readonly interval: string; readonly interval_count: number },
): number {
  for (let periods = 1; ; periods += 1) {
    const end = later(anchor, periods * recurring.interval_count, recurring.interval);
    if (end > time) {
      return end;
    }
  }
}

function later(anchor: number, count: number, interval: string): number {
  if (interval === 'day' || interval === 'week') {
    return anchor + count * (interval === 'week' ? 7 : 1) * 86_400;
  }
  const date = new Date(anchor * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * (interval === 'year' ? 12 : 1));
  const daysOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, daysOfMonth));
  return date.getTime() / 1000;
}

/** Ends the periods and finalizes the invoices whose time has come since the last request. */
export function bringBillingUpToDate(account: Account): void {
  for (const subscription of account.subscriptions.values()) {
    let end = subscription.items[0]?.current_period_end ?? Infinity;
    while (subscription.status === 'active' && end <= account.now()) {
      end = endPeriod(account, subscription, end).next;
    }
  }
  finalizeDueInvoices(account);
}

/** Ends the current period now; the next one begins now too, as with `billing_cycle_anchor=now`. */
export function closePeriodNow(account: Account, subscriptionId: string): StripeInvoice {
  bringBillingUpToDate(account);
  const subscription = account.subscriptions.get(subscriptionId);
  if (subscription?.status !== 'active') {
    throw new Error(`local Stripe has no active subscription ${subscriptionId}.`);
  }
  subscription.billing_cycle_anchor = account.now();
  return endPeriod(account, subscription, account.now()).invoice;
}

function endPeriod(
  account: Account,
  subscription: StripeSubscription,
  end: number,
): { invoice: StripeInvoice; next: number } {
  const invoice = createCycleInvoice(account, subscription, end);
  subscription.latest_invoice = invoice.id;
  let next = Infinity;
  for (const item of subscription.items) {
    item.current_period_start = end;
    item.current_period_end = next = periodEnd(
      subscription.billing_cycle_anchor,
      end,
      item.price.recurring ?? { interval: 'month', interval_count: 1 },
    );
  }
  return { invoice, next };
}
