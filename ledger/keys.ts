/** Hash key (S) of the ledger's table. */
export const ledgerKey = 'identifier';

/**
 * Before the key of the check that compares a customer's hour with Stripe: `#usage-check/<customer>/<Unix seconds>`. The
 * `#` begins the key of every item that is no meter event; the orchestrator takes no `processingHistoryId` that begins so.
 */
export const usageCheckPrefix = '#usage-check/';

/** The key of the item that says which run of recovery is sending. */
export const recoveryLeaseKey = '#recovery-lease';

/** When the minute begins in which a time lies; both in Unix seconds. */
export const minuteStartOf = (timestamp: number): number => Math.floor(timestamp / 60) * 60;

/** When the hour begins in which a time lies; both in Unix seconds. */
export const hourStartOf = (timestamp: number): number => Math.floor(timestamp / 3600) * 3600;

/** The key of the usage check that a customer's meter event belongs to; its timestamp in Unix seconds. */
export const usageCheckKey = (customerId: string, timestamp: number): string =>
  `${usageCheckPrefix}${customerId}/${hourStartOf(timestamp)}`;

/** When the hour of a usage check begins, in Unix seconds, by its key. */
export const hourStartOfCheck = (identifier: string): number => Number(identifier.split('/').at(-1));
