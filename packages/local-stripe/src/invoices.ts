import type { Account } from './account';
import type { StripeInvoice, StripeInvoiceLine, StripeSubscription } from './billing-objects';
import { noSuch } from './errors';
import { amountOf } from './invoice-amount';
import { aggregate, countedEvents } from './usage';

/** The draft of the usage of a period; until it is final, usage that is reported late is added to it. */
export function createCycleInvoice(
  account: Account,
  subscription: StripeSubscription,
  end: number,
): StripeInvoice {
  const start = subscription.items[0]?.current_period_start ?? end;
  const invoice: StripeInvoice = {
    id: account.newId('in'),
    created: end,
    customer: subscription.customer,
    subscription: subscription.id,
    currency: subscription.currency,
    period_start: start,
    period_end: end,
    status: 'draft',
    automatically_finalizes_at: end + account.options.invoiceGraceHours * 3600,
    status_transitions: {
      finalized_at: null,
      marked_uncollectible_at: null,
      paid_at: null,
      voided_at: null,
    },
    lines: subscription.items.map((item) => ({
      id: account.newId('il'),
      period: { start, end },
      price: item.price,
      subscriptionItem: item.id,
      amount: 0,
      quantity: 0,
    })),
  };
  account.invoices.set(invoice.id, invoice);
  return invoice;
}

/** What was counted by the end of the grace period is on the invoice, what came later is on none. */
export function finalizeDueInvoices(account: Account): void {
  const now = account.now();
  for (const invoice of account.invoices.values()) {
    const due = invoice.automatically_finalizes_at ?? Infinity;
    if (invoice.status !== 'draft') {
      continue;
    }
    invoice.lines.forEach((line) => measure(account, invoice, line, Math.min(due, now)));
    if (due <= now) {
      invoice.automatically_finalizes_at = null;
      invoice.status_transitions.finalized_at = due;
      invoice.status = totalOf(invoice) === 0 ? 'paid' : 'open';
      invoice.status_transitions.paid_at = invoice.status === 'paid' ? due : null;
    }
  }
}

/** Ends an open invoice as a payment, or the want of one, would. */
export function settleInvoice(account: Account, id: string, status: 'paid' | 'uncollectible' | 'void'): void {
  finalizeDueInvoices(account);
  const invoice = existingInvoice(account, id);
  if (invoice.status !== 'open') {
    throw new Error(`The invoice ${id} is ${invoice.status}; only an open one can become ${status}.`);
  }
  const transition = {
    paid: 'paid_at',
    uncollectible: 'marked_uncollectible_at',
    void: 'voided_at',
  } as const;
  invoice.status = status;
  invoice.status_transitions[transition[status]] = account.now();
}

export function existingInvoice(account: Account, id: string): StripeInvoice {
  const invoice = account.invoices.get(id);
  if (!invoice) {
    throw noSuch('invoice', id, 'invoice', 404);
  }
  return invoice;
}

export function totalOf(invoice: StripeInvoice): number {
  return invoice.lines.reduce((sum, { amount }) => sum + amount, 0);
}

/** A customer whose usage nets below zero is billed for none. */
function measure(account: Account, invoice: StripeInvoice, line: StripeInvoiceLine, at: number): void {
  const meter = account.meters.get(line.price.recurring?.meter ?? '');
  if (!meter) {
    return;
  }
  const { start, end } = line.period;
  const events = countedEvents(account, meter, invoice.customer, at).filter(
    ({ timestamp }) => timestamp >= start && timestamp < end,
  );
  line.quantity = Math.max(0, aggregate(meter, events));
  line.amount = amountOf(line.price, line.quantity);
}
