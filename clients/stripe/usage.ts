import Stripe from 'stripe';
import type { Pace } from './pace';

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

/**
 * What the meters counted of a customer on each UTC day, by the day's start in Unix seconds; days without usage are absent.
 *
 * @returns undefined if Stripe does not know the customer
 */
export async function countedByDay(
  stripe: Stripe,
  pace: Pace,
  meterIds: readonly string[],
  { customer, start, end }: UsageRange,
): Promise<Map<number, number> | undefined> {
  const days = new Map<number, number>();
  const range = { customer, start_time: start, end_time: end, value_grouping_window: 'day' };
  try {
    for (const id of meterIds) {
      const all = pace.all((page) => stripe.billing.meters.listEventSummaries(id, { ...page, ...range }));
      for await (const { start_time, aggregated_value } of all) {
        days.set(start_time, (days.get(start_time) ?? 0) + aggregated_value);
      }
    }
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'customer') {
      return undefined;
    }
    throw error;
  }
  return days;
}
