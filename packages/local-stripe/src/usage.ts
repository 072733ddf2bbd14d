import type { Account } from './account';
import type { StripeMeter } from './catalog-objects';
import type { AcceptedMeterEvent } from './meter-event-log';

/**
 * The events of a customer that a meter counts, as far as Stripe has aggregated them: every one, or of a
 * pre-aggregated meter the newest of each hour or day.
 *
 * @param at Unix seconds
 */
export function countedEvents(
  account: Account,
  meter: StripeMeter,
  customer: string,
  at = account.now(),
): AcceptedMeterEvent[] {
  const visible = at - account.options.summaryDelaySeconds;
  const counted = account.meterEvents
    .of(meter.id, customer)
    .filter(({ cancelled, created }) => !cancelled && created <= visible);
  return meter.event_time_window ? newestOfWindows(counted, windowSeconds[meter.event_time_window]) : counted;
}

export const windowSeconds = { minute: 60, hour: 3600, day: 86_400 };

function newestOfWindows(events: AcceptedMeterEvent[], seconds: number): AcceptedMeterEvent[] {
  const newest = new Map<number, AcceptedMeterEvent>();
  for (const event of events) {
    const window = Math.floor(event.timestamp / seconds);
    if (event.timestamp >= (newest.get(window)?.timestamp ?? 0)) {
      newest.set(window, event);
    }
  }
  return [...newest.values()];
}

export function aggregate(meter: StripeMeter, events: readonly AcceptedMeterEvent[]): number {
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
