import type { DropCode } from './drops';

/** A meter event that Stripe accepted. Stripe itself has no way to read one back; this is for tests. */
export interface AcceptedMeterEvent {
  readonly event_name: string;
  readonly identifier: string;
  readonly payload: Record<string, string>;
  /** Unix seconds, as sent. */
  readonly timestamp: number;
  /** Unix seconds, when it was accepted. */
  readonly created: number;
  readonly livemode: boolean;
  /** Cancelled by an adjustment; it no longer counts. */
  cancelled: boolean;
  /** Why Stripe dropped it after it had accepted it; it never counts. */
  readonly droppedFor?: DropCode;
}

/** The accepted events of one account and mode, found by identifier and by use without reading them all. */
export class MeterEventLog {
  readonly all: AcceptedMeterEvent[] = [];
  private readonly newest = new Map<string, AcceptedMeterEvent>();
  private readonly ofUse = new Map<string, AcceptedMeterEvent[]>();

  add(event: AcceptedMeterEvent, meterId: string, customer: string): void {
    this.all.push(event);
    this.newest.set(event.identifier, event);
    if (event.droppedFor) {
      return;
    }
    const key = `${meterId} ${customer}`;
    const events = this.ofUse.get(key);
    if (events) {
      events.push(event);
    } else {
      this.ofUse.set(key, [event]);
    }
  }

  newestWith(identifier: string): AcceptedMeterEvent | undefined {
    return this.newest.get(identifier);
  }

  /** What a meter counts of a customer, in the order of acceptance. */
  of(meterId: string, customer: string): readonly AcceptedMeterEvent[] {
    return this.ofUse.get(`${meterId} ${customer}`) ?? [];
  }
}
