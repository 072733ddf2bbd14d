import type { LedgerItem } from '../../ledger/item';
import type { LedgerReads } from '../../clients/aws/ledger-reads';
import type { Filters } from './options';

/**
 * Unix seconds: when the problem last showed, or when the usage was if nothing has gone wrong yet; after all others where
 * neither is known.
 */
const problemAt = (item: LedgerItem): number => item.lastErrorAt ?? usageAt(item) ?? Number.MAX_SAFE_INTEGER;

/** When the usage was, in Unix seconds. */
export function usageAt(item: LedgerItem): number | undefined {
  switch (item.kind) {
    case 'meter event':
      return item.timestamp;
    case 'usage check':
      return item.hourStart;
    case 'unknown':
      return item.timestamp ?? item.hourStart;
  }
}

/** What is open and passes the filters, the newest problem first. A filter lets pass what it cannot be asked of. */
export async function openItems(ledger: LedgerReads, filters: Filters): Promise<LedgerItem[]> {
  const { status, customer, since } = filters;
  // An item that changes its state meanwhile is read twice.
  const items = new Map<string, LedgerItem>();
  for (const openState of ['needs-person', 'pending'] as const) {
    for await (const item of ledger.open(openState)) {
      if (
        isOrUnknown(item.status, status) &&
        isOrUnknown(item.customerId, customer) &&
        (since === undefined || problemAt(item) >= since)
      ) {
        items.set(item.identifier, item);
      }
    }
  }
  return [...items.values()].sort(
    (a, b) => problemAt(b) - problemAt(a) || (a.identifier < b.identifier ? -1 : 1),
  );
}

const isOrUnknown = (found: string | undefined, filter: string | undefined): boolean =>
  found === undefined || filter === undefined || found === filter;
