import { hourStartOf } from './keys';

/** Seconds from an event's timestamp in which the execution that recorded it may send it. */
export const executionSendsSeconds = 14 * 60;

/** Seconds from an event's timestamp after which that execution surely sends no more: a request takes 65 at most. */
export const executionDoneSeconds = 16 * 60;

/** Seconds from an event's timestamp until recovery may send it: Stripe deduplicates what the execution still sends. */
export const firstRecoverySeconds = 15 * 60;

/**
 * Seconds from one claim of an item to the next, at least: then Stripe has aggregated every attempt of the earlier claim
 * (summaries lag by a minute, allow 15; a claim may send for 4 minutes; a request takes at most 65 seconds).
 */
export const claimSeconds = 30 * 60;

/** Seconds from a claim to the next from an item's third attempt on. */
export const laterClaimSeconds = 60 * 60;

/** Seconds after a claim in which its run may send. */
export const claimSendsSeconds = 4 * 60;

/** Seconds after a claim after which its run surely sends no more: a request takes 65 at most. */
export const claimDoneSeconds = 6 * 60;

/** Seconds after a claim until Stripe has surely aggregated what its run sent. */
export const claimAggregatedSeconds = 25 * 60;

/** Seconds after an event's timestamp until Stripe has surely aggregated what the execution that recorded it sent. */
export const executionAggregatedSeconds = 35 * 60;

/** Seconds that the lease of a run of recovery holds, so that one of a killed run ends by itself. */
export const leaseSeconds = 20 * 60;

/** Seconds after which a run of recovery takes no more items: an execution may have 25,000 events. */
export const runClaimsSeconds = 30 * 60;

/** Seconds after the end of an hour, or after a later event of it, until its usage check is due. */
export const usageCheckDelaySeconds = 45 * 60;

/** When the usage check of an event's hour is due, if the event was sent or recorded now; all in Unix seconds. */
export const usageCheckDueAt = (timestamp: number, now: number): number =>
  Math.max(hourStartOf(timestamp) + 3600, now) + usageCheckDelaySeconds;

/** Seconds after which Stripe has surely aggregated an event that it took: a minute as a rule, at most 15. */
export const aggregatedSeconds = 20 * 60;

/** Seconds to which recovery sends: Stripe takes timestamps of the last 35 days (Create a meter event), less a margin. */
export const oldestTimestampSeconds = 35 * 86_400 - 3600;

/** Seconds within which Stripe surely deduplicates an identifier (at least 24 hours), less a margin. */
export const deduplicatedSeconds = 23 * 60 * 60;

/** Seconds from an event's timestamp before which refusals do not reject it: a key or a meter may be wrong for minutes. */
export const firstRejectionSeconds = 60 * 60;

/** Seconds from an event's timestamp after which it is overdue if it is still open. */
export const overdueSeconds = 60 * 60;

/**
 * Seconds from when a usage check was made due after which it is overdue if it is still pending. Summaries that lag or
 * differ once take two claims, within an hour; by now four have compared nothing.
 */
export const usageCheckOverdueSeconds = 3 * 60 * 60;

/**
 * Claims of a usage check since it was made due, of which the last is that late: two are 30 minutes after the one before
 * them, the others 60.
 */
export const usageCheckOverdueClaims = 3 + (usageCheckOverdueSeconds - 2 * claimSeconds) / laterClaimSeconds;
