import type { KnownItem, MeterEvent } from './item';
import {
  claimDoneSeconds,
  claimSeconds,
  deduplicatedSeconds,
  executionDoneSeconds,
  oldestTimestampSeconds,
} from './times';

/** Whether every attempt to send an event ended with proof that Stripe did not take it. Unknown attempts have no proof. */
export const isCertainlyNotTaken = ({
  attempts,
  notTaken = 0,
}: Pick<MeterEvent, 'attempts' | 'notTaken'>): boolean => attempts !== undefined && notTaken >= attempts;

/** Whether Stripe takes no event of that time any more; all in Unix seconds. */
export const isTooOld = (timestamp: number, now: number): boolean =>
  now >= timestamp + oldestTimestampSeconds;

/** Until when somebody may be sending a pending event, in Unix seconds: the execution that recorded it, or a claim. */
export function maySendUntil({ timestamp, claimedAt }: Pick<MeterEvent, 'timestamp' | 'claimedAt'>): number {
  return claimedAt === undefined ? timestamp + executionDoneSeconds : claimedAt + claimDoneSeconds;
}

/**
 * When recovery looks at an item again that a person sets pending, in Unix seconds: now, but at least 30 minutes after its
 * last claim. A write of that claim that is repeated must not find its own due time. Only a person said that Stripe
 * counted the event, perhaps under another identifier: then not before Stripe no longer deduplicates, because from then on
 * recovery asks what Stripe counted before it sends.
 */
export function retryDueAt(item: KnownItem, now: number): number {
  const isOnlySaid = item.kind === 'meter event' && item.status === 'sent' && item.evidence === 'person';
  const asks = isOnlySaid ? item.timestamp + deduplicatedSeconds : 0;
  const due = Math.max(now, (item.claimedAt ?? 0) + claimSeconds, asks);
  return due === item.dueAt ? due + 1 : due;
}
