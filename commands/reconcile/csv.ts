import { access, writeFile } from 'node:fs/promises';
import { CommandError } from '../../clients/command-error';
import type { DayRow } from './compare';

/** @throws CommandError if the file exists: it may be the record of an earlier comparison */
export async function requireNewFile(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) {
    throw alreadyThere(file);
  }
}

/** Writes every row. @throws CommandError if the file exists or cannot be written */
export async function writeCsv(file: string, rows: readonly DayRow[]): Promise<void> {
  try {
    await writeFile(file, csvText(rows), { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST' ? alreadyThere(file) : new CommandError(`${file} cannot be written: ${message}`);
  }
}

const alreadyThere = (file: string) =>
  new CommandError(`${file} exists, and is not overwritten: name another file with --csv, or delete it.`);

const columns: readonly [heading: string, value: (row: DayRow) => string | number][] = [
  ['customer', ({ customer }) => customer],
  ['day_utc', ({ day }) => day],
  ['outcome', ({ outcome }) => outcome],
  ['ledger_sent_bytes', ({ sent }) => sent],
  ['stripe_bytes', ({ stripe }) => stripe],
  ['difference_bytes', ({ difference }) => difference],
  ['pending_bytes', ({ pending }) => pending],
  ['undecided_bytes', ({ undecided }) => undecided],
  ['rejected_bytes', ({ rejected }) => rejected],
  ['written_off_bytes', ({ writtenOff }) => writtenOff],
  ['unknown_bytes', ({ unknown }) => unknown],
  ['unknown_events', ({ unknownEvents }) => unknownEvents],
  ['ledger_events', ({ events }) => events],
  ['note', ({ note = '' }) => note],
];

/** RFC 4180. */
export function csvText(rows: readonly DayRow[]): string {
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, value]) => value(row))),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

const quoted = (cell: string | number): string =>
  /[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);
