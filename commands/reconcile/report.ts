import { counted, timeText } from '../shared/words';
import type { Lookup } from '../shared/stripe-access';
import type { DayRow, NotInvoiced } from './compare';
import type { LateUsage, UnknownEvents } from './ledger-days';
import type { Reconciliation } from './reconciliation';

/** The comparison for the operator: what differs first. */
export function reportText({ rows, unknown, late, notInvoiced }: Reconciliation): string {
  const of = (outcome: DayRow['outcome']) => rows.filter((row) => row.outcome === outcome);
  const [different, open, equal] = [of('different'), of('open'), of('equal')];
  return [
    ...section(
      `✗ ${counted(unknown.count, 'meter event')} that this version does not know, and counts as open:`,
      unknownLines(unknown),
    ),
    ...section(
      `✗ ${counted(different.length, 'day')} of customers where Stripe's sum is not the ledger's:`,
      different.map(differenceLine),
    ),
    ...section(
      `Open, and not in either sum:`,
      open.map((row) => `${nameOf(row)}  ${besides(row)}`),
    ),
    ...found(late, 'Counted, but not on the invoice of its period, which was final before', lateLines),
    ...found(
      notInvoiced,
      'Counted, but no subscription item on a price of the meter invoices it',
      notInvoicedLines,
    ),
    equalText(equal.concat(open)),
  ].join('\n');
}

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`), ''];

function found<T>(
  part: Lookup<readonly T[]>,
  heading: string,
  lines: (found: readonly T[]) => string[],
): string[] {
  return 'found' in part
    ? section(`${heading}:`, lines(part.found))
    : section(`${heading}: not checked.`, [part.notFound]);
}

const nameOf = ({ customer, day }: DayRow) => `${customer}  ${day}`;

function differenceLine(row: DayRow): string {
  const { sent, stripe, difference, note } = row;
  const sign = difference > 0 ? 'too many' : 'too few';
  const others = besides(row);
  return (
    `${nameOf(row)}  ledger ${sent}, Stripe ${stripe}: ${Math.abs(difference)} ${sign}` +
    `${others ? `; besides ${others}` : ''}${note ? ` (${note})` : ''}`
  );
}

/** What the ledger has that is not sent. */
function besides({ pending, undecided, rejected, writtenOff, unknown, unknownEvents }: DayRow): string {
  const known = Object.entries({ pending, undecided, rejected, 'written off': writtenOff })
    .filter(([, bytes]) => bytes > 0)
    .map(([status, bytes]) => `${bytes} ${status}`);
  return [
    ...known,
    ...(unknownEvents > 0
      ? [`${unknown} in ${counted(unknownEvents, 'event')} that this version does not know`]
      : []),
  ].join(', ');
}

function unknownLines({ count, first }: UnknownEvents): string[] {
  const more = count - first.length;
  return [
    ...first.map(
      ({ identifier, customerId = '?', timestamp, value = '?', problem }) =>
        `${identifier}: ${problem} (customer ${customerId}, ${value} bytes, ` +
        `${timestamp === undefined ? 'at a time that is not known' : timeText(timestamp)})`,
    ),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(count > 0
      ? [
          'Look at each with the version that wrote it: docs/runbook.md, "An item that this version does not know".',
        ]
      : []),
  ];
}

function lateLines(late: readonly LateUsage[]): string[] {
  return late.map(({ customer, invoice, finalizedAt, certain, events, bytes, identifiers }) => {
    const more = events > identifiers.length ? `, and ${events - identifiers.length} more` : '';
    const doubt = certain ? '' : ' (perhaps: only known to be counted since)';
    return `${customer}  ${invoice}, final since ${timeText(finalizedAt)}: ${counted(bytes, 'byte')} in ${counted(events, 'event')}${doubt}: ${identifiers.join(', ')}${more}`;
  });
}

const notInvoicedLines = (all: readonly NotInvoiced[]): string[] =>
  all.map(({ customer, days, bytes }) => `${customer}  ${counted(bytes, 'byte')} on ${days.join(', ')}`);

function equalText(rows: readonly DayRow[]): string {
  const bytes = rows.reduce((sum, { sent }) => sum + sent, 0);
  const customers = new Set(rows.map(({ customer }) => customer)).size;
  return rows.length === 0
    ? 'No day is equal.'
    : `✓ ${counted(rows.length, 'day')} of ${counted(customers, 'customer')} equal: ${counted(bytes, 'byte')}.`;
}
