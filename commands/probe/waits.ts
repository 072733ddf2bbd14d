import { setTimeout as sleep } from 'node:timers/promises';

/** How many seconds at most a probe waits for what shows up late. */
export interface Waits {
  /** Until a new role and its policy are in force everywhere; AWS names no limit, seconds as a rule. */
  readonly iam: number;
  readonly execution: number;
  /** Until CloudWatch Logs has an execution's events. */
  readonly logs: number;
  /** Until Stripe's summaries have an event; about a minute, at most 15. */
  readonly summaries: number;
}

/** @param most seconds for each */
export const waitsOf = (most: number): Waits => ({
  iam: Math.min(60, most),
  execution: Math.min(120, most),
  logs: Math.min(300, most),
  summaries: most,
});

/**
 * Reads until what was read is enough, or the time is over.
 *
 * @returns what was read last
 * @throws the signal's reason after Ctrl-C
 */
export async function readUntil<T>(
  seconds: number,
  read: () => Promise<T>,
  isEnough: (found: T) => boolean,
  signal: AbortSignal,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  const interval = Math.min(2000, Math.max(100, seconds * 20));
  for (;;) {
    signal.throwIfAborted();
    const found = await read();
    if (isEnough(found) || Date.now() + interval > end) {
      return found;
    }
    await sleep(interval, undefined, { signal });
  }
}
