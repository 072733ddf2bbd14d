import type { LedgerItem } from '../../ledger/item';
import type { LedgerReads } from '../../clients/aws/ledger-reads';
import type { Filters } from './options';

/** Unix seconds: when the problem last showed, or when the usage was if nothing has gone wrong yet. */
export const problemAt = (item: LedgerItem): number =>
  item.lastErrorAt ?? (item.kind === 'meter event' ? item.timestamp : item.hourStart);

/** What is open and passes the filters, the newest problem first. */
export async function openItems(ledger: LedgerReads, filters: Filters): Promise<LedgerItem[]> {
  const { status, customer, since } = filters;
  // An item that changes its state meanwhile is read twice.
  const items = new Map<string, LedgerItem>();
  for (const openState of ['needs-person', 'pending'] as const) {
    for await (const item of ledger.open(openState)) {
      if (
        (status === undefined || item.status === status) &&
        (customer === undefined || item.customerId === customer) &&
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
