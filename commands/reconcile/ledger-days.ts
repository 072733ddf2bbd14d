import type { MeterEventStatus, RecordedUsage, UnknownItem } from '../../ledger/item';
import type { Invoiced } from '../../clients/stripe/invoicing';
import { dayStart } from './options';

/** A customer's day in the ledger. Bytes of the events in each status. */
export interface LedgerDay {
  readonly bytes: Record<MeterEventStatus, number>;
  /** Those that this version does not know, which Stripe may have counted; bytes as far as they can be read. */
  readonly unknown: { events: number; bytes: number };
  /** Number of events. */
  events: number;
  /** Unix seconds; 0 if none was sent. */
  newestSentAt: number;
}

/** Usage that Stripe took after the invoice of its billing period was final. */
export interface LateUsage {
  readonly customer: string;
  readonly invoice: string;
  /** Unix seconds. */
  readonly finalizedAt: number;
  /** Whether Stripe's response proves when it was taken; otherwise it may have been in time. */
  readonly certain: boolean;
  events: number;
  bytes: number;
  /** The first ones, at most. */
  readonly identifiers: string[];
}

/** Meter events that this version does not know. Where neither customer nor time can be read, they are in no day. */
export interface UnknownEvents {
  count: number;
  /** The first ones, at most. */
  readonly first: UnknownItem[];
}

/** Events that this version does not know which are kept: after a revert there may be many. */
const mostUnknown = 20;

/** Identifiers of late events that are kept for each invoice. */
const mostIdentifiers = 20;

/** Sums up events of the ledger by customer and day. Its memory grows with customers and days, not with events. */
export class LedgerDays {
  readonly customers = new Map<string, Map<number, LedgerDay>>();
  private readonly lateUsage = new Map<string, LateUsage>();
  readonly unknown: UnknownEvents = { count: 0, first: [] };
  events = 0;

  /** @param invoiced the periods whose invoices are final; empty if they are not known */
  constructor(private readonly invoiced: Invoiced) {}

  add(event: RecordedUsage): void {
    const { customerId, status, value, timestamp, sentAt = 0 } = event;
    this.events += 1;
    const day = this.dayOf(customerId, timestamp);
    day.bytes[status] += value;
    day.events += 1;
    if (status === 'sent') {
      day.newestSentAt = Math.max(day.newestSentAt, sentAt);
      this.addIfLate(event, sentAt);
    }
  }

  addUnknown(event: UnknownItem): void {
    const { customerId, timestamp, value = 0 } = event;
    this.events += 1;
    this.unknown.count += 1;
    if (this.unknown.first.length < mostUnknown) {
      this.unknown.first.push(event);
    }
    if (customerId !== undefined && timestamp !== undefined) {
      const day = this.dayOf(customerId, timestamp);
      day.unknown.events += 1;
      day.unknown.bytes += value;
      day.events += 1;
    }
  }

  /** Those with the most bytes first. */
  get late(): LateUsage[] {
    return [...this.lateUsage.values()].sort((a, b) => b.bytes - a.bytes);
  }

  private dayOf(customerId: string, timestamp: number): LedgerDay {
    const days = this.customers.get(customerId) ?? new Map<number, LedgerDay>();
    this.customers.set(customerId, days);
    const start = dayStart(timestamp);
    const day = days.get(start) ?? emptyDay();
    days.set(start, day);
    return day;
  }

  private addIfLate(
    { customerId, identifier, timestamp, value, evidence }: RecordedUsage,
    sentAt: number,
  ): void {
    const period = this.invoiced
      .get(customerId)
      ?.find(({ start, end, finalizedAt }) => start <= timestamp && timestamp < end && finalizedAt < sentAt);
    if (!period || value === 0) {
      return;
    }
    const certain = evidence === 'response';
    const key = `${customerId} ${period.invoice} ${certain}`;
    const late = this.lateUsage.get(key) ?? {
      customer: customerId,
      invoice: period.invoice,
      finalizedAt: period.finalizedAt,
      certain,
      events: 0,
      bytes: 0,
      identifiers: [],
    };
    this.lateUsage.set(key, late);
    late.events += 1;
    late.bytes += value;
    if (late.identifiers.length < mostIdentifiers) {
      late.identifiers.push(identifier);
    }
  }
}

export const emptyDay = (): LedgerDay => ({
  bytes: { pending: 0, sent: 0, rejected: 0, undecided: 0, 'written-off': 0 },
  unknown: { events: 0, bytes: 0 },
  events: 0,
  newestSentAt: 0,
});
