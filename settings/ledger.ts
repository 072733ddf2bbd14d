/**
 * The ledger: one item for each meter event, in a table of this project's own (docs/ledger.md). Attribute names stand
 * in the definitions in `asl/` as they are here.
 */
export const ledgerKey = 'identifier';

/** Lists what is open, by the time at which recovery looks at it again; closed items are not in it. */
export const openIndex = 'open';

/** Lists a customer's meter events by their timestamp. */
export const customerIndex = 'customer';

/** What each index shows besides the keys: what recovery reads of it, so that its size and its writes stay small. */
export const indexedAttributes = {
  [openIndex]: ['attempts', 'customerId', 'timestamp'],
  [customerIndex]: ['value', 'status', 'sentAt'],
};

/** `openState` of an item in the index `open`: recovery works on it, or a person must decide. */
export type OpenState = 'pending' | 'needs-person';

/** `status` of a meter event. */
export const meterEventStatuses = ['pending', 'sent', 'rejected', 'undecided', 'written-off'] as const;
export type MeterEventStatus = (typeof meterEventStatuses)[number];

/** `status` of a usage check. */
export const usageCheckStatuses = ['pending', 'equal', 'different', 'written-off'] as const;
export type UsageCheckStatus = (typeof usageCheckStatuses)[number];

/** How it is known that a meter event was sent. */
export const evidences = ['response', 'summary', 'zero-bytes', 'person'] as const;
export type Evidence = (typeof evidences)[number];

/**
 * Before the key of the check that compares a customer's hour with Stripe: `#usage-check/<customer>/<Unix seconds>`. The
 * `#` begins the key of every item that is no meter event; the orchestrator takes no `processingHistoryId` that begins so.
 */
export const usageCheckPrefix = '#usage-check/';

/** When the hour begins in which a time lies; both in Unix seconds. */
export const hourStartOf = (timestamp: number): number => Math.floor(timestamp / 3600) * 3600;

/** The key of the usage check that a customer's meter event belongs to; its timestamp in Unix seconds. */
export const usageCheckKey = (customerId: string, timestamp: number): string =>
  `${usageCheckPrefix}${customerId}/${hourStartOf(timestamp)}`;

/**
 * Seconds from one claim of an item to the next, at least: then Stripe has aggregated every attempt of the earlier claim
 * (summaries lag by a minute, allow 15; a claim may send for 4 minutes; a request takes at most 65 seconds).
 */
export const claimSeconds = 30 * 60;

/** Seconds from an event's timestamp until recovery may send it; the recording execution stops a minute earlier. */
export const firstRecoverySeconds = 15 * 60;

/** Seconds after a claim in which its run may still send: 4 minutes to begin, 65 seconds for the request, and a margin. */
export const claimSendsSeconds = 6 * 60;

/** Seconds after the end of an hour, or after a later event of it, until its usage check is due. */
export const usageCheckDelaySeconds = 45 * 60;

/** Seconds after which Stripe has surely aggregated an event that it took: a minute as a rule, at most 15. */
export const aggregatedSeconds = 20 * 60;

/** Seconds to which recovery sends: Stripe takes timestamps of the last 35 days (Create a meter event), less a margin. */
export const oldestTimestampSeconds = 35 * 86_400 - 3600;

/** Seconds within which Stripe surely deduplicates an identifier (at least 24 hours), less a margin. */
export const deduplicatedSeconds = 23 * 60 * 60;

/** Seconds from an event's timestamp after which it is overdue if it is still open. */
export const overdueSeconds = 60 * 60;

/** Metrics that each recovery run publishes. */
export const ledgerMetrics = {
  /** Pending meter events; at most 3,000 are counted. */
  open: 'StripeMeterEventsOpen',
  /** Age of the oldest pending meter event, in seconds. */
  oldestOpen: 'StripeMeterEventsOldestOpen',
  /** Pending events older than an hour, and items that need a person. */
  overdue: 'StripeMeterEventsOverdue',
} as const;

/** How fast recovery works. */
export interface RecoverySettings {
  /** Minutes from one run to the next, at most 10. @default 6 */
  readonly intervalMinutes?: number;
  /** Items that are worked on at once. */
  readonly concurrency: number;
  /** Requests to Stripe a second, of all items together; keep it well below Stripe's limit, which new uploads share. */
  readonly requestsPerSecond: number;
}

/**
 * Minutes from one run to the next where the settings name none. With 5, an environment in which nothing happens would
 * cost more than $3 a month (npm run bench -- cost).
 */
const defaultIntervalMinutes = 6;

/** Minutes from one run of recovery to the next. */
export const intervalMinutesOf = ({ intervalMinutes = defaultIntervalMinutes }: RecoverySettings): number =>
  intervalMinutes;

/** Requests that work on one item may send to Stripe: one question and one meter event. */
const requestsPerItem = 2;

/**
 * Seconds that each item takes at least, so that `concurrency` items at once stay below `requestsPerSecond`.
 */
export const paceSeconds = ({ concurrency, requestsPerSecond }: RecoverySettings): number =>
  Math.ceil((requestsPerItem * concurrency) / requestsPerSecond);
