/** Why Stripe drops an event that it has accepted: the codes of its error reports (`stripe` package 23.1.0). */
export type DropCode =
  | 'archived_meter'
  | 'meter_event_customer_not_found'
  | 'meter_event_invalid_value'
  | 'meter_event_no_customer_defined'
  | 'meter_event_value_too_many_digits'
  | 'no_meter'
  | 'timestamp_in_future'
  | 'timestamp_too_far_in_past';

/** Which events to answer with a 200 and to drop afterwards. */
export interface MeterEventDrop {
  /** @default - any */
  readonly identifier?: string;
  /** @default - any */
  readonly customer?: string;
  /** `no_meter` is reported as `v1.billing.meter.no_meter_found`, each other one as an error report of the meter. */
  readonly code: DropCode;
  /** How many events are dropped. @default - all until it is removed */
  readonly times?: number;
}

export class DropList {
  private readonly drops: { drop: MeterEventDrop; left: number }[] = [];

  /** @returns a function that removes it */
  add(drop: MeterEventDrop): () => void {
    const entry = { drop, left: drop.times ?? Infinity };
    this.drops.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  /** Why this event is dropped, counted as used; undefined if it counts. */
  take(identifier: string, customer: string): DropCode | undefined {
    const entry = this.drops.find(
      ({ drop, left }) =>
        left > 0 &&
        (drop.identifier ?? identifier) === identifier &&
        (drop.customer ?? customer) === customer,
    );
    if (entry) {
      entry.left -= 1;
    }
    return entry?.drop.code;
  }
}
