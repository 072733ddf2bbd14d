import { CommandError } from '../../clients/command-error';
import type { CommandSpec, CommandValues } from '../shared/command-spec';

export const reconcileSpec = {
  name: 'reconcile',
  summary:
    'Compares the ledger with what Stripe counted, customer by customer and UTC day by day, and with what is invoiced.',
  workspace: 'required',
  options: {
    from: { type: 'string', value: 'DAY', help: 'the first day, such as 2026-01-01; it must be given' },
    to: { type: 'string', value: 'DAY', help: 'the last day, which is included; it must be given' },
    csv: { type: 'string', value: 'PATH', help: 'writes every day of every customer to this new file' },
    json: { type: 'boolean', help: 'prints JSON alone: what is not equal' },
  },
  notes: [
    'It changes nothing.',
    'A restricted key needs billing_meter_read. What will be invoiced is compared if it also has subscription_read, ' +
      'invoice_read and plan_read; otherwise the command names what is missing and compares the rest.',
    'Exit code: 0 all sums are equal, 1 error, 2 a sum differs, or the ledger has an event that this version does not know.',
  ],
  examples: ['npm run reconcile -- --workspace live --from 2026-01-01 --to 2026-01-31'],
} as const satisfies CommandSpec;

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
export function periodOf({ from, to }: CommandValues<typeof reconcileSpec>, now = Date.now()): Period {
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
