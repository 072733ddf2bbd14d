import { retryDueAt } from './attempts';
import { usageErrors } from './errors';
import type { KnownItem } from './item';

/** What a person's decision makes of an item: attributes that it sets, and those that it removes. */
export interface Change {
  readonly set: Readonly<Record<string, string | number | boolean>>;
  readonly remove: readonly string[];
}

/** What shows that somebody else has worked on an item: recovery and the executions change one of these each time. */
export const seenOf = (item: KnownItem) => ({
  status: item.status,
  openState: item.openState,
  dueAt: item.dueAt,
  attempts: item.attempts,
  claimedAt: item.claimedAt,
  revision: item.kind === 'usage check' ? item.revision : undefined,
});

/** An item that recovery works on again. @param now Unix seconds */
export function retried(item: KnownItem, now: number): Change {
  const again = { status: 'pending', openState: 'pending', dueAt: retryDueAt(item, now) };
  const counts = ['refusals', 'doubts', 'looks'];
  if (item.kind === 'usage check') {
    // Its claims say for how long it could not be compared since it was made due.
    return { set: again, remove: [...counts, 'attempts'] };
  }
  if (item.status !== 'sent') {
    return { set: again, remove: counts };
  }
  return {
    set: {
      ...again,
      lastError: usageErrors.differs,
      lastErrorCause: `A person had it sent again. It had been recorded as sent at ${item.sentAt} (${item.evidence}).`,
      lastErrorAt: now,
    },
    // Without `notTaken` recovery takes no earlier proof for the whole story, and asks Stripe before it sends.
    remove: [...counts, 'notTaken', 'sentAt', 'evidence', 'livemode'],
  };
}

/** An event that Stripe counted, as recovery records one that it has sent. @param now Unix seconds */
export const counted = (livemode: boolean, now: number): Change => ({
  set: { status: 'sent', sentAt: now, evidence: 'person', livemode },
  remove: ['openState', 'dueAt', 'downloadS3Keys', 'writtenOffReason'],
});

/** An event that is not to be billed, or a usage check whose difference is accepted. */
export const writtenOff = (reason: string): Change => ({
  set: { status: 'written-off', writtenOffReason: reason },
  remove: ['openState', 'dueAt'],
});
