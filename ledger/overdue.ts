import type { LedgerItem } from './item';
import { hourStartOfCheck } from './keys';
import { overdueSeconds, usageCheckDueAt, usageCheckOverdueClaims, usageCheckOverdueSeconds } from './times';

/** What the index `open` shows of a pending item. Times are Unix seconds. */
export interface PendingItem {
  /** Of a meter event; a usage check has none. */
  readonly timestamp?: number;
  readonly dueAt: number;
  /** @default 0 */
  readonly attempts?: number;
}

/**
 * Whether a pending item is open for too long. A claim of a usage check moves its due time, so that the claims tell how
 * long it could not be compared; a check that cannot even be claimed keeps its due time.
 *
 * @param now Unix seconds
 */
export const isOverdue = ({ timestamp, dueAt, attempts = 0 }: PendingItem, now: number): boolean =>
  timestamp === undefined
    ? attempts >= usageCheckOverdueClaims || dueAt < now - usageCheckOverdueSeconds
    : timestamp < now - overdueSeconds;

/** Whether an item is a usage check that could not be compared for too long. @param now Unix seconds */
export const isOverdueCheck = (item: LedgerItem, now: number): boolean =>
  item.kind === 'usage check' &&
  item.openState === 'pending' &&
  item.dueAt !== undefined &&
  isOverdue({ dueAt: item.dueAt, attempts: item.attempts }, now);

/** When a usage check was first due, in Unix seconds, by its key. */
export function checkDueSince(identifier: string): number {
  const hourStart = hourStartOfCheck(identifier);
  return usageCheckDueAt(hourStart, hourStart);
}
