import type Stripe from 'stripe';

export interface UsageRange {
  readonly customer: string;
  /** Unix seconds, inclusive, aligned to a minute, or to the window. */
  readonly start: number;
  /** Exclusive, aligned likewise. */
  readonly end: number;
}

/** What Stripe counted of a customer by the events' timestamps, as far as it has aggregated them. Bytes. */
export async function countedBytes(
  stripe: Stripe,
  meterId: string,
  { customer, start, end }: UsageRange,
): Promise<number> {
  const range = { customer, start_time: start, end_time: end, limit: 100 };
  let bytes = 0;
  for await (const { aggregated_value } of stripe.billing.meters.listEventSummaries(meterId, range)) {
    bytes += aggregated_value;
  }
  return bytes;
}
