import { meterEventStatuses, usageCheckStatuses } from '../../ledger/item';
import { CommandError } from '../../clients/command-error';
import { yesInLive, type CommandSpec, type CommandValues } from '../shared/command-spec';
import { sinceTime } from '../shared/since';

/** Statuses that an open item can have; the others are closed. */
const openStatuses = [...new Set<string>([...meterEventStatuses, ...usageCheckStatuses])].filter(
  (status) => status !== 'written-off' && status !== 'equal',
);

export const meterEventsSpec = {
  name: 'meter-events',
  summary:
    'Lists the meter events and usage checks of the ledger that are open, explains one, or decides one.',
  workspace: 'required',
  options: {
    status: { type: 'string', value: 'STATUS', choices: openStatuses, help: 'lists those with this status' },
    customer: { type: 'string', value: 'cus_…', help: 'lists those of this customer' },
    since: { type: 'string', value: 'TIME', help: 'lists those since then, in s, m, h, d or w, such as 2d' },
    id: { type: 'string', value: 'ID', help: 'explains one: what was tried, and what can be done' },
    retry: { type: 'string', value: 'ID', help: 'has recovery send or compare it again' },
    'all-rejected': { type: 'boolean', help: 'with --retry, which then has no ID: all that are rejected' },
    counted: { type: 'string', value: 'ID', help: 'closes it, because Stripe counted it' },
    'write-off': { type: 'string', value: 'ID', help: 'closes it, because it is not billed; needs --reason' },
    reason: { type: 'string', value: 'TEXT', help: 'why it is not billed' },
    json: { type: 'boolean', help: 'prints JSON alone' },
    ...yesInLive,
  },
  notes: [
    'In live it asks before it decides anything.',
    'A restricted key needs billing_meter_read and event_read for --id; what it lacks is named, and the rest is shown.',
    'Exit code: 1 if what was asked for was not done, 2 if there is an item that this version does not know.',
  ],
  examples: [
    'npm run meter-events -- --workspace test',
    'npm run meter-events -- --workspace test --retry --all-rejected',
    'npm run meter-events -- --workspace live --write-off ID --reason "billed by hand"',
  ],
} as const satisfies CommandSpec;

type Flags = CommandValues<typeof meterEventsSpec>;

/** Which open items are listed, or retried. */
export interface Filters {
  readonly status?: string;
  readonly customer?: string;
  /** Unix seconds. */
  readonly since?: number;
}

export type Decision =
  | { readonly action: 'retry' | 'counted'; readonly identifier: string }
  | { readonly action: 'write-off'; readonly identifier: string; readonly reason: string };

export type Request =
  | { readonly what: 'list'; readonly filters: Filters }
  | { readonly what: 'story'; readonly identifier: string }
  | { readonly what: 'decide'; readonly decision: Decision }
  | { readonly what: 'retry all rejected'; readonly filters: Filters };

/** Of a reason for a write-off, in characters: enough for two sentences. */
const longestReason = 500;

/** Lets `--retry` stand before `--all-rejected` without an identifier of its own. */
export function withOptionalIdentifier(args: readonly string[]): string[] {
  return args.map((arg, index) => {
    const next = args[index + 1];
    return arg === '--retry' && (next === undefined || next.startsWith('--')) ? '--retry=' : arg;
  });
}

/** @throws CommandError for options that do not belong together */
export function requestOf(flags: Flags): Request {
  const { id, retry, counted, reason, 'write-off': writeOff, 'all-rejected': allRejected } = flags;
  const given = Object.entries({ id, retry, counted, 'write-off': writeOff }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length > 1) {
    throw new CommandError(`Give one of ${given.map(([name]) => `--${name}`).join(' and ')}, not both.`);
  }
  if (allRejected && retry === undefined) {
    throw new CommandError('--all-rejected belongs to --retry: give --retry --all-rejected.');
  }
  if (reason !== undefined && writeOff === undefined) {
    throw new CommandError('--reason belongs to --write-off: give --write-off ID --reason TEXT.');
  }
  const [name, identifier = ''] = given[0] ?? [];
  if (name === undefined || allRejected) {
    if (identifier) {
      throw new CommandError('Give --retry ID or --retry --all-rejected, not both.');
    }
    const filters = filtersOf(flags);
    if (allRejected && filters.status !== undefined) {
      throw new CommandError('--all-rejected retries those with status rejected: leave out --status.');
    }
    return { what: allRejected ? 'retry all rejected' : 'list', filters };
  }
  if (!identifier) {
    throw new CommandError(
      `--${name} needs the identifier of an event or a usage check${name === 'retry' ? ', or --all-rejected' : ''}: ` +
        'run the command without it to list them.',
    );
  }
  if (flags.status !== undefined || flags.customer !== undefined || flags.since !== undefined) {
    throw new CommandError(
      `--status, --customer and --since filter the list: leave them out with --${name}.`,
    );
  }
  switch (name) {
    case 'id':
      return { what: 'story', identifier };
    case 'write-off':
      return { what: 'decide', decision: { action: name, identifier, reason: reasonOf(reason) } };
    default:
      return { what: 'decide', decision: { action: name as 'retry' | 'counted', identifier } };
  }
}

function filtersOf({ status, customer, since }: Flags): Filters {
  if (status !== undefined && !openStatuses.includes(status)) {
    throw new CommandError(
      `--status is "${status}": an open item has one of ${openStatuses.join(', ')}. Look at a closed one with --id ID.`,
    );
  }
  return { status, customer, ...(since !== undefined && { since: Math.floor(sinceTime(since) / 1000) }) };
}

function reasonOf(reason = ''): string {
  const text = reason.trim();
  if (!text || text.length > longestReason) {
    throw new CommandError(
      `--write-off needs --reason TEXT, 1 to ${longestReason} characters that say why this is not billed.`,
    );
  }
  return text;
}
