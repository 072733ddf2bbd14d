import type { CustomerEvent } from '../../clients/aws/ledger-reads';
import type { MeterEvent } from '../../ledger/item';
import { aggregatedSeconds } from '../../ledger/times';
import { counted as countOf, timeText } from '../shared/words';

/** The ledger's sums of a customer's minute beside what Stripe counted, and what that proves of one event in it. */
export interface MinuteProof {
  /** Bytes. */
  readonly stripe: number;
  /** Sent, without this event. Bytes. */
  readonly otherSent: number;
  /** Values of the others that may or may not have been counted. */
  readonly otherOpen: readonly number[];
  readonly proof: 'counted' | 'not counted' | 'undecided' | 'too early' | 'nothing to count';
  readonly sentence: string;
}

/** Recovery too compares the sums of ten other open events at most: each doubles how many there are. */
const mostOpen = 10;

/**
 * The conclusion that recovery draws (its state DecideByStripe), in words.
 *
 * @param minute the customer's events of that minute, this one among them
 * @param stripe what Stripe counted in it, in bytes
 * @param now Unix seconds
 */
export function minuteProof(
  { identifier, value }: Pick<MeterEvent, 'identifier' | 'value'>,
  minute: readonly CustomerEvent[],
  stripe: number,
  now: number,
): MinuteProof {
  const others = minute.filter((event) => event.identifier !== identifier);
  const sent = others.filter(({ status }) => status === 'sent');
  const otherSent = sent.reduce((sum, event) => sum + event.value, 0);
  const otherOpen = others
    .filter(({ status }) => status !== 'sent' && status !== 'rejected')
    .map((event) => event.value);
  const newestSentAt = Math.max(0, ...minute.map(({ sentAt }) => sentAt ?? 0));
  const figures = { stripe, otherSent, otherOpen };
  if (value === 0) {
    return {
      ...figures,
      proof: 'nothing to count',
      sentence: 'An event of 0 bytes leaves no trace in a sum.',
    };
  }
  if (newestSentAt > now - aggregatedSeconds) {
    return {
      ...figures,
      proof: 'too early',
      sentence: `An event of this minute was sent at ${timeText(newestSentAt)}: Stripe may not have aggregated it before ${timeText(newestSentAt + aggregatedSeconds)}.`,
    };
  }
  const rest = stripe - otherSent;
  const possible = possibleSums(otherOpen);
  const without = possible?.has(rest) ?? false;
  const withEvent = possible?.has(rest - value) ?? false;
  if (stripe < value || (without && !withEvent)) {
    return { ...figures, proof: 'not counted', sentence: 'Stripe did not count this event.' };
  }
  if (withEvent && !without) {
    return { ...figures, proof: 'counted', sentence: 'Stripe counted this event.' };
  }
  return {
    ...figures,
    proof: 'undecided',
    sentence:
      otherOpen.length > 0
        ? `Both are possible, because of ${countOf(otherOpen.length, 'other event')} of this minute that ${otherOpen.length === 1 ? 'is' : 'are'} not known to be sent.`
        : 'No sum of the ledger gives what Stripe counted: somebody else may send to this meter, or another event of this minute may be wrong.',
  };
}

/** Every sum that some of the values give; undefined for too many values. */
function possibleSums(values: readonly number[]): Set<number> | undefined {
  return values.length > mostOpen
    ? undefined
    : values.reduce(
        (sums, value) => new Set([...sums, ...[...sums].map((sum) => sum + value)]),
        new Set([0]),
      );
}
