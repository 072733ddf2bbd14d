import type { StripePrice } from './catalog-objects';
import type { StripeObject } from './types';

export interface StripeCustomer extends StripeObject {
  id: string;
  created: number;
  email: string | null;
}

export interface StripeSubscriptionItem extends StripeObject {
  readonly id: string;
  readonly price: StripePrice;
  readonly subscription: string;
  /** Unix seconds. Since 2025-03-31.basil the period stands on the item, no more on the subscription. */
  current_period_start: number;
  current_period_end: number;
}

export interface StripeSubscription extends StripeObject {
  readonly id: string;
  readonly customer: string;
  readonly currency: string;
  status: 'active' | 'canceled';
  billing_cycle_anchor: number;
  canceled_at: number | null;
  ended_at: number | null;
  latest_invoice: string | null;
  /** Every one; a response holds the first ten. */
  readonly items: readonly StripeSubscriptionItem[];
}

export interface StripeInvoiceLine extends StripeObject {
  readonly id: string;
  readonly period: { readonly start: number; readonly end: number };
  readonly price: StripePrice;
  readonly subscriptionItem: string;
  amount: number;
  quantity: number;
}

export interface StripeInvoice extends StripeObject {
  readonly id: string;
  readonly created: number;
  readonly customer: string;
  readonly subscription: string;
  readonly currency: string;
  readonly period_start: number;
  readonly period_end: number;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  automatically_finalizes_at: number | null;
  readonly status_transitions: {
    finalized_at: number | null;
    marked_uncollectible_at: number | null;
    paid_at: number | null;
    voided_at: number | null;
  };
  readonly lines: readonly StripeInvoiceLine[];
}
