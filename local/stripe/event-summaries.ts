import type { AcceptedMeterEvent, Account, StripeMeter } from './account';
import { StripeFailure, missingParameter, noSuch } from './errors';
import { listPage, pageParameters } from './list';
import { existingMeter } from './meters';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

/** What a customer used of a meter between two whole minutes: one summary, or none without an event. */
export function listEventSummaries(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({
    supported: [...pageParameters, 'customer', 'start_time', 'end_time'],
    unsupported: ['value_grouping_window'],
  });
  const customer = params.required('customer');
  const start = minute(params, 'start_time');
  const end = minute(params, 'end_time');
  if (end <= start) {
    throw new StripeFailure('end_time must be after start_time.', { param: 'end_time' });
  }
  const meter = existingMeter(account, id);
  if (!account.customers.has(customer)) {
    throw noSuch('customer', customer, 'customer', 400);
  }
  const visible = account.now() - account.options.summaryDelaySeconds;
  const counted = account.meterEvents.filter(
    (event) =>
      !event.cancelled &&
      event.created <= visible &&
      event.event_name === meter.event_name &&
      event.payload[meter.customer_mapping.event_payload_key] === customer,
  );
  const events = newestOfWindows(meter, counted).filter(
    ({ timestamp }) => timestamp >= start && timestamp < end,
  );
  const summary = {
    id: `mtrusg_${meter.id}_${customer}_${start}_${end}`,
    object: 'billing.meter_event_summary',
    aggregated_value: aggregate(meter, events),
    end_time: end,
    livemode: account.livemode,
    meter: meter.id,
    start_time: start,
  };
  return listPage(
    events.length > 0 ? [summary] : [],
    params,
    `/v1/billing/meters/${meter.id}/event_summaries`,
  );
}

/** Every event, or of a pre-aggregated meter the newest of each hour or day. */
function newestOfWindows(meter: StripeMeter, events: AcceptedMeterEvent[]): AcceptedMeterEvent[] {
  if (!meter.event_time_window) {
    return events;
  }
  const seconds = { hour: 3600, day: 86_400 }[meter.event_time_window];
  const newest = new Map<number, AcceptedMeterEvent>();
  for (const event of events) {
    const window = Math.floor(event.timestamp / seconds);
    if (event.timestamp >= (newest.get(window)?.timestamp ?? 0)) {
      newest.set(window, event);
    }
  }
  return [...newest.values()];
}

function minute(params: ParamReader, name: string): number {
  const time = params.integer(name);
  if (time === undefined) {
    throw missingParameter(name);
  }
  if (time % 60 !== 0) {
    throw new StripeFailure(`${name} must be aligned with minute boundaries.`, { param: name });
  }
  return time;
}

function aggregate(meter: StripeMeter, events: AcceptedMeterEvent[]): number {
  const valueOf = (event: AcceptedMeterEvent): number =>
    Number(event.payload[meter.value_settings.event_payload_key] ?? 0);
  switch (meter.default_aggregation.formula) {
    case 'count':
      return events.length;
    case 'sum':
      return events.reduce((sum, event) => sum + valueOf(event), 0);
    case 'last': {
      const last = [...events].sort((a, b) => a.timestamp - b.timestamp).pop();
      return last ? valueOf(last) : 0;
    }
  }
}
