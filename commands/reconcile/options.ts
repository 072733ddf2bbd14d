import { CommandError } from '../../clients/command-error';
import type { CommandValues } from '../shared/cli';

export const reconcileOptions = {
  from: { type: 'string' },
  to: { type: 'string' },
  csv: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const daySeconds = 86_400;

/** Whole UTC days. */
export interface Period {
  /** `2026-01-31` */
  readonly from: string;
  /** Inclusive. */
  readonly to: string;
  /** Unix seconds of the first day's start. */
  readonly start: number;
  /** Unix seconds of the last day's end. */
  readonly end: number;
}

/**
 * @param now milliseconds since 1970
 * @throws CommandError unless both are days, in order, and not in the future
 */
export function periodOf({ from, to }: CommandValues<typeof reconcileOptions>, now = Date.now()): Period {
  const [start, last] = [dayOf('from', from), dayOf('to', to)];
  if (start > last) {
    throw new CommandError(`--from ${from} is after --to ${to}: exchange them.`);
  }
  if (last > now / 1000) {
    throw new CommandError(
      `--to ${to} is in the future: the last day that can be compared is ${dayText(now / 1000)}.`,
    );
  }
  return { from: dayText(start), to: dayText(last), start, end: last + daySeconds };
}

/** The UTC day of a time in Unix seconds, `2026-01-31`. */
export const dayText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** The start of the UTC day of a time. Both in Unix seconds. */
export const dayStart = (seconds: number): number => Math.floor(seconds / daySeconds) * daySeconds;

function dayOf(name: 'from' | 'to', text: string | undefined): number {
  if (text === undefined) {
    throw new CommandError(
      `Name the days to compare: --from 2026-01-01 --to 2026-01-31. --${name} is missing.`,
    );
  }
  const seconds = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / 1000 : NaN;
  // JavaScript takes 31 February for a day in March.
  if (Number.isNaN(seconds) || dayText(seconds) !== text) {
    throw new CommandError(`--${name} is "${text}": it must be a day in UTC, such as 2026-01-31.`);
  }
  return seconds;
}
