import type { Account } from './account';
import type { StripeInvoice, StripeInvoiceLine } from './billing-objects';
import { bringBillingUpToDate } from './billing-periods';
import { existingInvoice, totalOf } from './invoices';
import { firstTen, listPage, pageParameters } from './list';
import type { ParamReader } from './params';
import { rangeOf, unixSeconds } from './range';
import type { StripeObject } from './types';

export function listInvoices(account: Account, params: ParamReader): StripeObject {
  params.only({
    supported: [...pageParameters, 'customer', 'status', 'subscription', 'created'],
    unsupported: ['collection_method', 'customer_account', 'due_date'],
  });
  bringBillingUpToDate(account);
  const status = params.oneOf('status', ['draft', 'open', 'paid', 'uncollectible', 'void']);
  const customer = params.optional('customer');
  const subscription = params.optional('subscription');
  const inRange = rangeOf(params, 'created', unixSeconds);
  const invoices = [...account.invoices.values()]
    .filter(
      (invoice) =>
        (!status || invoice.status === status) &&
        (!customer || invoice.customer === customer) &&
        (!subscription || invoice.subscription === subscription) &&
        inRange(invoice.created),
    )
    .sort((a, b) => a.created - b.created);
  return listPage(
    invoices.map((invoice) => ({ ...shown(account, invoice), id: invoice.id })),
    params,
    '/v1/invoices',
  );
}

export function retrieveInvoice(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({ supported: [] });
  bringBillingUpToDate(account);
  return shown(account, existingInvoice(account, id));
}

export function listInvoiceLines(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({ supported: pageParameters });
  bringBillingUpToDate(account);
  const invoice = existingInvoice(account, id);
  return listPage(linesOf(account, invoice), params, `/v1/invoices/${id}/lines`);
}

function shown(account: Account, invoice: StripeInvoice): StripeObject {
  const total = totalOf(invoice);
  const paid = invoice.status === 'paid' ? total : 0;
  return {
    id: invoice.id,
    object: 'invoice',
    amount_due: total,
    amount_overpaid: 0,
    amount_paid: paid,
    amount_remaining: total - paid,
    auto_advance: invoice.status === 'draft' || invoice.status === 'open',
    automatically_finalizes_at: invoice.automatically_finalizes_at,
    billing_reason: 'subscription_cycle',
    collection_method: 'charge_automatically',
    created: invoice.created,
    currency: invoice.currency,
    customer: invoice.customer,
    effective_at: invoice.status_transitions.finalized_at,
    lines: firstTen(linesOf(account, invoice), `/v1/invoices/${invoice.id}/lines`),
    livemode: account.livemode,
    metadata: {},
    parent: {
      quote_details: null,
      subscription_details: { metadata: {}, subscription: invoice.subscription },
      type: 'subscription_details',
    },
    period_end: invoice.period_end,
    period_start: invoice.period_start,
    status: invoice.status,
    status_transitions: { ...invoice.status_transitions },
    subtotal: total,
    total,
  };
}

function linesOf(account: Account, invoice: StripeInvoice): (StripeObject & { id: string })[] {
  return invoice.lines.map((line) => lineOf(account, invoice, line));
}

function lineOf(
  account: Account,
  invoice: StripeInvoice,
  { id, amount, period, price, quantity, subscriptionItem }: StripeInvoiceLine,
): StripeObject & { id: string } {
  return {
    id,
    object: 'line_item',
    amount,
    currency: invoice.currency,
    description: null,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: invoice.id,
    livemode: account.livemode,
    metadata: {},
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: invoice.subscription,
        subscription_item: subscriptionItem,
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: invoice.subscription,
    subtotal: amount,
    taxes: [],
  };
}
