import type { MeterEvent } from '../../ledger/item';
import {
  aggregatedAt,
  minuteSums,
  proofOf,
  type MinuteEvent,
  type MinuteSums,
  type Proof,
} from '../../ledger/proof';
import { counted as countOf, timeText } from '../shared/words';

/** The ledger's sums of a customer's minute beside what Stripe counted, and what that proves of one event in it. */
export interface MinuteProof {
  /** Bytes. */
  readonly stripe: number;
  /** Sent, without this event. Bytes. */
  readonly otherSent: number;
  /** Values of the others that may or may not have been counted. */
  readonly otherOpen: readonly number[];
  readonly proof: Proof;
  readonly sentence: string;
}

/**
 * What the sums prove of an event, in words.
 *
 * @param minute the customer's events of that minute, this one among them
 * @param stripe what Stripe counted in it, in bytes
 * @param now Unix seconds
 */
export function minuteProof(
  event: Pick<MeterEvent, 'identifier' | 'value'>,
  minute: readonly MinuteEvent[],
  stripe: number,
  now: number,
): MinuteProof {
  const readable = minute.filter(({ value }) => !Number.isNaN(value));
  const sums = minuteSums(event.identifier, readable);
  const unreadable = minute.length - readable.length;
  const isKnown = unreadable === 0 || event.value === 0;
  const proof = isKnown ? proofOf(event, sums, stripe, now) : 'undecided';
  return {
    stripe,
    otherSent: sums.sent,
    otherOpen: sums.open,
    proof,
    sentence: isKnown
      ? sentenceOf(proof, sums)
      : `Nothing is proven: this version cannot read the bytes of ${countOf(unreadable, 'event')} of this minute.`,
  };
}

function sentenceOf(proof: Proof, { open, newestSentAt }: MinuteSums): string {
  switch (proof) {
    case 'nothing to count':
      return 'An event of 0 bytes leaves no trace in a sum.';
    case 'too early':
      return `An event of this minute was sent at ${timeText(newestSentAt)}: Stripe may not have aggregated it before ${timeText(aggregatedAt(newestSentAt))}.`;
    case 'counted':
      return 'Stripe counted this event.';
    case 'not counted':
      return 'Stripe did not count this event.';
    case 'undecided':
      return open.length > 0
        ? `Both are possible, because of ${countOf(open.length, 'other event')} of this minute that ${open.length === 1 ? 'is' : 'are'} not known to be sent.`
        : 'No sum of the ledger gives what Stripe counted: somebody else may send to this meter, or another event of this minute may be wrong.';
  }
}
