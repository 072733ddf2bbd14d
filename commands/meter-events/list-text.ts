import type { LedgerItem } from '../../ledger/item';
import { checkDueSince, isOverdueCheck } from '../../ledger/overdue';
import { usageCheckOverdueSeconds } from '../../ledger/times';
import { unknownSentence } from '../../ledger/unknown-item';
import { counted, timeText } from '../shared/words';
import { usageAt } from './open-items';

const headings = ['STATUS', 'WHAT', 'CUSTOMER', 'BYTES', 'USAGE AT', 'DUE', 'LAST ERROR', 'ID'];

const hours = usageCheckOverdueSeconds / 3600;
const notKnown = '?';

/** Of an error in the table, in characters; `--id` shows all of it. */
const longestError = 40;

/**
 * A table of open items, with the commands that go on.
 *
 * @param now Unix seconds
 */
export function listText(items: readonly LedgerItem[], workspace: string, now: number): string {
  if (items.length === 0) {
    return 'Nothing is open.';
  }
  const rows = [headings, ...items.map((item) => cells(item, now))];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 3 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const overdueChecks = items.filter((item) => isOverdueCheck(item, now)).length;
  const unknown = items.filter((item) => item.kind === 'unknown');
  const needPerson = items.filter(
    (item) => item.openState === 'needs-person' || item.kind === 'unknown',
  ).length;
  return [
    ...lines,
    '',
    ...unknown.map(unknownSentence),
    `${items.length} open: ${counted(needPerson, 'item')} for a person to decide, ${items.length - needPerson} that recovery works on.`,
    ...(overdueChecks > 0
      ? [
          `${counted(overdueChecks, 'usage check')} could not be compared for more than ${hours} hours: Stripe or DynamoDB fails, or an event of the hour is open.`,
        ]
      : []),
    `The whole story of one: npm run meter-events -- --workspace ${workspace} --id 'ID'`,
  ].join('\n');
}

function dueText(item: LedgerItem, now: number): string {
  if (item.kind === 'unknown' || item.openState !== 'pending' || item.dueAt === undefined) {
    return 'person';
  }
  return isOverdueCheck(item, now)
    ? `overdue since ${timeText(checkDueSince(item.identifier))}`
    : timeText(item.dueAt);
}

function cells(item: LedgerItem, now: number): string[] {
  const error = item.lastError ?? '';
  const time = usageAt(item);
  return [
    item.status ?? notKnown,
    item.kind === 'unknown' ? `${item.looksLike}, unknown` : item.kind,
    item.customerId ?? notKnown,
    item.kind === 'usage check' ? '' : String(item.value ?? notKnown),
    time === undefined ? notKnown : timeText(time),
    dueText(item, now),
    error.length > longestError ? `${error.slice(0, longestError)}…` : error,
    item.identifier,
  ];
}
