import type { LedgerItem } from '../../ledger/item';
import { counted, timeText } from '../shared/words';

const headings = ['STATUS', 'WHAT', 'CUSTOMER', 'BYTES', 'USAGE AT', 'DUE', 'LAST ERROR', 'ID'];

/** Of an error in the table, in characters; `--id` shows all of it. */
const longestError = 40;

/** A table of open items, with the commands that go on. */
export function listText(items: readonly LedgerItem[], workspace: string): string {
  if (items.length === 0) {
    return 'Nothing is open.';
  }
  const rows = [headings, ...items.map(cells)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 3 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const needPerson = items.filter(({ openState }) => openState === 'needs-person').length;
  return [
    ...lines,
    '',
    `${items.length} open: ${counted(needPerson, 'item')} for a person to decide, ${items.length - needPerson} that recovery works on.`,
    `The whole story of one: npm run meter-events -- --workspace ${workspace} --id 'ID'`,
  ].join('\n');
}

function cells(item: LedgerItem): string[] {
  const isEvent = item.kind === 'meter event';
  const error = item.lastError ?? '';
  return [
    item.status,
    item.kind,
    item.customerId,
    isEvent ? String(item.value) : '',
    timeText(isEvent ? item.timestamp : item.hourStart),
    item.openState === 'pending' && item.dueAt !== undefined ? timeText(item.dueAt) : 'person',
    error.length > longestError ? `${error.slice(0, longestError)}…` : error,
    item.identifier,
  ];
}
