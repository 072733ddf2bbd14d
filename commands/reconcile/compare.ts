import type { Subscribed } from '../../clients/stripe/invoicing';
import { aggregatedAt } from '../../ledger/proof';
import { timeText } from '../shared/words';
import { emptyDay, type LedgerDay, type LedgerDays } from './ledger-days';
import { dayText, daySeconds } from './options';
import type { CountedDays, StripeDays } from './stripe-days';

/** A customer's UTC day, in bytes. */
export interface DayRow {
  readonly customer: string;
  readonly day: string;
  readonly outcome: 'different' | 'open' | 'equal';
  /** What the ledger has as sent. */
  readonly sent: number;
  readonly stripe: number;
  /** Stripe's sum less the ledger's. */
  readonly difference: number;
  readonly pending: number;
  readonly undecided: number;
  readonly rejected: number;
  readonly writtenOff: number;
  /** Of events that this version does not know, as far as it can read them: they count as open. */
  readonly unknown: number;
  readonly unknownEvents: number;
  readonly events: number;
  /** What may explain a difference. */
  readonly note?: string;
}

/** Days with usage on which no subscription item invoices it. */
export interface NotInvoiced {
  readonly customer: string;
  readonly days: readonly string[];
  readonly bytes: number;
}

/**
 * Every customer's day with usage in the ledger or in Stripe: differences first, the greatest first, then what is open,
 * then what is equal.
 *
 * @param now Unix seconds
 */
export function dayRows(
  ledger: Pick<LedgerDays, 'customers'>,
  stripe: Pick<StripeDays, 'customers'>,
  now: number,
): DayRow[] {
  const rows: DayRow[] = [];
  for (const customer of new Set([...ledger.customers.keys(), ...stripe.customers.keys()])) {
    const recorded = ledger.customers.get(customer);
    const counted = stripe.customers.get(customer);
    for (const start of new Set([...(recorded?.keys() ?? []), ...(counted?.keys() ?? [])])) {
      rows.push(rowOf(customer, start, recorded?.get(start) ?? emptyDay(), counted, now));
    }
  }
  const order = { different: 0, open: 1, equal: 2 };
  return rows.sort(
    (a, b) =>
      order[a.outcome] - order[b.outcome] ||
      Math.abs(b.difference) - Math.abs(a.difference) ||
      compareTexts(a.customer, b.customer) ||
      compareTexts(a.day, b.day),
  );
}

function rowOf(customer: string, start: number, day: LedgerDay, counted: CountedDays, now: number): DayRow {
  const { sent, pending, undecided, rejected, 'written-off': writtenOff } = day.bytes;
  const stripe = counted?.get(start) ?? 0;
  const difference = stripe - sent;
  // Written-off events are closed: nobody has to do anything about them.
  const isOpen = pending + undecided + rejected > 0 || day.unknown.events > 0;
  const note =
    counted === undefined
      ? 'Stripe does not know this customer'
      : difference === 0
        ? undefined
        : explanation(difference, day, now);
  return {
    customer,
    day: dayText(start),
    outcome: difference !== 0 ? 'different' : isOpen ? 'open' : 'equal',
    sent,
    stripe,
    difference,
    pending,
    undecided,
    rejected,
    writtenOff,
    unknown: day.unknown.bytes,
    unknownEvents: day.unknown.events,
    events: day.events,
    ...(note && { note }),
  };
}

function explanation(
  difference: number,
  { bytes, unknown, newestSentAt }: LedgerDay,
  now: number,
): string | undefined {
  const countedAt = aggregatedAt(newestSentAt);
  if (now < countedAt) {
    return `an event was sent at ${timeText(newestSentAt)}: Stripe may not have aggregated it before ${timeText(countedAt)}`;
  }
  const { pending, undecided, rejected, 'written-off': writtenOff } = bytes;
  const candidates = [
    ['pending', pending],
    ['undecided', undecided],
    ['pending and undecided', pending + undecided],
    ['rejected', rejected],
    ['written off', writtenOff],
    ['in events that this version does not know', unknown.bytes],
  ] as const;
  const found = candidates.find(([, sum]) => sum > 0 && sum === difference);
  return found && `as much as the ledger has ${found[0]}: Stripe may have counted that`;
}

/** Usage of customers without a subscription item on a price of the meter on that day. */
export function notInvoiced(rows: readonly DayRow[], subscribed: Subscribed): NotInvoiced[] {
  const found = new Map<string, { days: string[]; bytes: number }>();
  for (const { customer, day, sent, stripe } of rows) {
    const start = Date.parse(`${day}T00:00:00Z`) / 1000;
    const usage = Math.max(sent, stripe);
    const isSubscribed = subscribed
      .get(customer)
      ?.some((times) => times.start < start + daySeconds && start < times.end);
    if (usage > 0 && !isSubscribed) {
      const entry = found.get(customer) ?? { days: [], bytes: 0 };
      entry.days.push(day);
      entry.bytes += usage;
      found.set(customer, entry);
    }
  }
  return [...found]
    .map(([customer, { days, bytes }]) => ({ customer, days: days.sort(compareTexts), bytes }))
    .sort((a, b) => b.bytes - a.bytes);
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
