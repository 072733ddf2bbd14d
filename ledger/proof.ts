import type { MeterEvent, RecordedUsage } from './item';
import { mostOpenNeighbours } from './limits';
import { aggregatedSeconds } from './times';

/** An event of the minute, as the index of the customer's events shows it. */
export interface MinuteEvent extends Pick<RecordedUsage, 'identifier' | 'value' | 'sentAt'> {
  /** One that this version does not know counts as not known to be sent. */
  readonly status: string;
}

/** The ledger's figures of a customer's minute, of the events beside the one in question. Bytes. */
export interface MinuteSums {
  /** Of those that are sent. */
  readonly sent: number;
  /** Values of those that Stripe may or may not have counted. */
  readonly open: readonly number[];
  /** When the newest event of the minute was sent, in Unix seconds; 0 if none was. */
  readonly newestSentAt: number;
}

/** What Stripe's sum of a minute proves of one event in it: `too early` if it may still grow by what was sent. */
export type Proof = 'counted' | 'not counted' | 'undecided' | 'too early' | 'nothing to count';

export function minuteSums(identifier: string, minute: readonly MinuteEvent[]): MinuteSums {
  const others = minute.filter((event) => event.identifier !== identifier);
  const sent = minute.filter(({ status }) => status === 'sent');
  return {
    sent: sumOf(others.filter(({ status }) => status === 'sent')),
    open: others.filter(({ status }) => status !== 'sent' && status !== 'rejected').map(({ value }) => value),
    newestSentAt: Math.max(0, ...sent.map(({ sentAt = 0 }) => sentAt)),
  };
}

const sumOf = (events: readonly MinuteEvent[]): number => events.reduce((sum, { value }) => sum + value, 0);

/** When Stripe's sums surely contain what was sent until then; both in Unix seconds. */
export const aggregatedAt = (newestSentAt: number): number => newestSentAt + aggregatedSeconds;

/**
 * What Stripe's sum proves of an event, as recovery concludes it (its states from ReadLedger to DecideByStripe). Stripe
 * certainly did not count an event that is larger than the sum. Otherwise the sums that the open events of the minute
 * allow are compared, with and without it.
 *
 * @param counted what Stripe counted in the minute, in bytes
 * @param now Unix seconds
 */
export function proofOf(
  { value }: Pick<MeterEvent, 'value'>,
  { sent, open, newestSentAt }: MinuteSums,
  counted: number,
  now: number,
): Proof {
  if (value === 0) {
    return 'nothing to count';
  }
  if (now < aggregatedAt(newestSentAt)) {
    return 'too early';
  }
  const possible = possibleSums(open);
  const isPossibleWithout = possible.has(counted - sent);
  const isPossibleWith = possible.has(counted - sent - value);
  if (counted < value || (isPossibleWithout && !isPossibleWith)) {
    return 'not counted';
  }
  return isPossibleWith && !isPossibleWithout ? 'counted' : 'undecided';
}

/** Every sum that some of the values give; none for too many values, so that nothing is concluded from them. */
function possibleSums(values: readonly number[]): ReadonlySet<number> {
  return values.length > mostOpenNeighbours
    ? new Set()
    : values.reduce(
        (sums, value) => new Set([...sums, ...[...sums].map((sum) => sum + value)]),
        new Set([0]),
      );
}
