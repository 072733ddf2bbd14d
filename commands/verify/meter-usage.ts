import { CommandError } from '../../clients/command-error';
import type { Facts } from './facts';

/** The start of the minute, in Unix seconds: Stripe aggregates meter events by the minute. */
export function minuteOf(milliseconds: number): number {
  return Math.floor(milliseconds / 60_000) * 60;
}

/**
 * A customer's usage from the start of a minute until now, as far as Stripe has aggregated it.
 *
 * @throws CommandError if no meter is active
 */
export async function usageOf(facts: Facts, customer: string, start_time: number): Promise<number> {
  const [stripe, meters] = await Promise.all([facts.stripe(), facts.meters()]);
  const meter = meters.find(({ status }) => status === 'active');
  if (!meter) {
    throw new CommandError(`Nothing was sent: no meter is active. Run "${facts.remedies.makeCatalog}".`);
  }
  const period = { start_time, end_time: minuteOf(Date.now()) + 60 };
  let usage = 0;
  for await (const summary of stripe.billing.meters.listEventSummaries(meter.id, { customer, ...period })) {
    usage += summary.aggregated_value;
  }
  return usage;
}
