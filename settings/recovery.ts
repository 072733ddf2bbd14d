import type { EnvironmentName } from './environment-names';
import { SettingsError } from './settings-error';

/** How fast recovery works. */
export interface RecoverySettings {
  /** Minutes from one run to the next, at most 10. @default 6 */
  readonly intervalMinutes?: number;
  /** Items that are worked on at once. */
  readonly concurrency: number;
  /** Requests to Stripe a second, of all items together; keep it well below Stripe's limit, which new uploads share. */
  readonly requestsPerSecond: number;
}

/** Recovery and the mode of Stripe, whose limits it must keep. */
interface RecoveryInMode {
  readonly recovery: RecoverySettings;
  readonly stripeMode: 'test' | 'live';
}

/**
 * Minutes from one run to the next where the settings name none. With 5, an environment in which nothing happens would
 * cost more than $3 a month (npm run bench -- cost).
 */
const defaultIntervalMinutes = 6;

/** Minutes from one run of recovery to the next. */
export const intervalMinutesOf = ({ intervalMinutes = defaultIntervalMinutes }: RecoverySettings): number =>
  intervalMinutes;

/** Requests that work on one item may send to Stripe: one question and one meter event. */
const requestsPerItem = 2;

/**
 * Seconds that each item takes at least, so that `concurrency` items at once stay below `requestsPerSecond`.
 */
export const paceSeconds = ({ concurrency, requestsPerSecond }: RecoverySettings): number =>
  Math.ceil((requestsPerItem * concurrency) / requestsPerSecond);

/**
 * Requests that Stripe takes a second: 25 of everything in a sandbox, 1,000 meter events in live mode.
 * Source: Stripe, "Rate limits"; "Record usage for billing with the API".
 */
const requestsPerSecondOfStripe = { test: 25, live: 1_000 } as const;

/** The alarm StripeMeterRecoverySilent looks at 30 minutes: in these, three runs must fail before it tells. */
const longestIntervalMinutes = 10;

/**
 * Checks the setting `recovery` of an environment.
 *
 * @throws if a number is not whole, below 1 or too high: recovery would not be started, or would take the requests that
 * new uploads need
 */
export function checkRecovery(name: EnvironmentName, { recovery, stripeMode }: RecoveryInMode): void {
  const refuse = (setting: string, value: number, must: string): never => {
    throw new SettingsError(
      `"recovery.${setting}" of ${name} in settings/environments.ts is ${value}, but must be ${must}.`,
    );
  };
  for (const setting of ['intervalMinutes', 'concurrency', 'requestsPerSecond'] as const) {
    const value = recovery[setting];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
      refuse(setting, value, 'a whole number of at least 1');
    }
  }
  const { intervalMinutes = 1, requestsPerSecond } = recovery;
  if (intervalMinutes > longestIntervalMinutes) {
    refuse(
      'intervalMinutes',
      intervalMinutes,
      `at most ${longestIntervalMinutes}, because the alarm StripeMeterRecoverySilent looks at 30 minutes`,
    );
  }
  const limit = requestsPerSecondOfStripe[stripeMode];
  if (requestsPerSecond > limit) {
    refuse(
      'requestsPerSecond',
      requestsPerSecond,
      `at most ${limit}, which Stripe takes in ${stripeMode} mode, new uploads included`,
    );
  }
}

/** Requests a second that Stripe takes of an account without live meter events. Source: Stripe, "Rate limits". */
const otherRequestsPerSecondOfStripe = { test: 25, live: 100 } as const;

/**
 * Requests a second that recovery leaves to a command that reads much, at least one. In live mode only its questions count,
 * which are half of its requests at most; meter events have a limit of their own.
 */
export function freeRequestsPerSecond({
  recovery: { requestsPerSecond },
  stripeMode,
}: RecoveryInMode): number {
  const taken = stripeMode === 'live' ? Math.ceil(requestsPerSecond / 2) : requestsPerSecond;
  return Math.max(1, otherRequestsPerSecondOfStripe[stripeMode] - taken);
}
