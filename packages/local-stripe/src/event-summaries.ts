import type { Account } from './account';
import { StripeFailure, missingParameter, noSuch } from './errors';
import { listPage, pageParameters } from './list';
import type { AcceptedMeterEvent } from './meter-event-log';
import { existingMeter } from './meters';
import type { ParamReader } from './params';
import type { StripeObject } from './types';
import { aggregate, countedEvents, windowSeconds } from './usage';

/** What a customer used of a meter: one summary for the whole time, or one for each window with an event in it. */
export function listEventSummaries(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({
    supported: [...pageParameters, 'customer', 'start_time', 'end_time', 'value_grouping_window'],
  });
  const customer = params.required('customer');
  const grouping = params.oneOf<'day' | 'hour'>('value_grouping_window', ['day', 'hour']);
  const start = alignedTime(params, 'start_time', grouping);
  const end = alignedTime(params, 'end_time', grouping);
  if (end <= start) {
    throw new StripeFailure('end_time must be after start_time.', { param: 'end_time' });
  }
  const meter = existingMeter(account, id);
  if (!account.customers.has(customer)) {
    throw noSuch('customer', customer, 'customer', 400);
  }
  const seconds = grouping ? windowSeconds[grouping] : end - start;
  const events = countedEvents(account, meter, customer).filter(
    ({ timestamp }) => timestamp >= start && timestamp < end,
  );
  const summaries = [...windowsOf(events, start, seconds)].map(([window, inside]) => ({
    id: `mtrusg_${meter.id}_${customer}_${window}_${window + seconds}`,
    object: 'billing.meter_event_summary',
    aggregated_value: aggregate(meter, inside),
    end_time: window + seconds,
    livemode: account.livemode,
    meter: meter.id,
    start_time: window,
  }));
  return listPage(summaries, params, `/v1/billing/meters/${meter.id}/event_summaries`);
}

/** The events by the start of their window, the earliest window first. */
function windowsOf(
  events: readonly AcceptedMeterEvent[],
  start: number,
  seconds: number,
): Map<number, AcceptedMeterEvent[]> {
  const windows = new Map<number, AcceptedMeterEvent[]>();
  for (const event of events) {
    const window = event.timestamp - ((event.timestamp - start) % seconds);
    const inside = windows.get(window);
    if (inside) {
      inside.push(event);
    } else {
      windows.set(window, [event]);
    }
  }
  return new Map([...windows].sort(([a], [b]) => a - b));
}

function alignedTime(params: ParamReader, name: string, grouping: 'day' | 'hour' | undefined): number {
  const time = params.integer(name);
  if (time === undefined) {
    throw missingParameter(name);
  }
  const unit = grouping ?? 'minute';
  if (time % windowSeconds[unit] !== 0) {
    throw new StripeFailure(`${name} must be aligned with ${unit} boundaries.`, { param: name });
  }
  return time;
}
