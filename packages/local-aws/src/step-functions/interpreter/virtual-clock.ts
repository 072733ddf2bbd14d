import type { Clock } from '../types';

/** Time that passes only where everything else stands still: hours of waits in no time, the same each run. */
export interface VirtualClock extends Clock {
  /** How many wait for a time, a timeout included. */
  readonly sleeping: number;
  /**
   * Lets time pass until the promise settles: whenever all work stands still, the earliest sleeper's time comes.
   *
   * @throws Error when nothing works or sleeps any more, so that the promise would never settle
   */
  runUntil<T>(promise: Promise<T>): Promise<T>;
  /** Lets so much time pass, with everything that happens in it. */
  advance(seconds: number): Promise<void>;
  /**
   * Holds time while the work lasts. Needed for work that waits for the outside (a socket, a timer); promises alone
   * are seen without it.
   */
  busy<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly atMilliseconds: number;
  readonly wake: () => void;
}

/** @param start the first date. @default 2026-01-01T00:00:00Z */
export function virtualClock(start = new Date('2026-01-01T00:00:00.000Z')): VirtualClock {
  let nowMilliseconds = start.getTime();
  let working = 0;
  /** The latest first: the next one stands at the end. */
  const sleepers: Sleeper[] = [];

  const sleep = (seconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        // Not from the start: thousands may sleep.
        sleepers.splice(sleepers.indexOf(sleeper, placeOf(sleeper, sleepers)), 1);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        atMilliseconds: nowMilliseconds + Math.max(0, seconds * 1000),
        wake() {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      sleepers.splice(placeOf(sleeper, sleepers), 0, sleeper);
    });

  /** Resolves when no promise can go on by itself. */
  const standstill = async () => {
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (working > 0);
  };

  const wakeNext = () => {
    const next = sleepers.pop()!;
    nowMilliseconds = next.atMilliseconds;
    next.wake();
  };

  return {
    get sleeping() {
      return sleepers.length;
    },
    now: () => new Date(nowMilliseconds),
    sleep,
    timeout: sleep,
    async runUntil(promise) {
      let settled = false;
      const settle = () => (settled = true);
      promise.then(settle, settle);
      for (;;) {
        await standstill();
        if (settled) {
          return promise;
        }
        if (sleepers.length === 0) {
          throw new Error('Nothing works or sleeps any more: what is awaited would never come.');
        }
        wakeNext();
      }
    },
    async advance(seconds) {
      const end = nowMilliseconds + seconds * 1000;
      await standstill();
      while (sleepers.length > 0 && sleepers.at(-1)!.atMilliseconds <= end) {
        wakeNext();
        await standstill();
      }
      nowMilliseconds = end;
    },
    async busy(work) {
      working += 1;
      try {
        return await work;
      } finally {
        working -= 1;
      }
    },
  };
}

/** By time, and of the same time the first to sleep wakes first. */
function placeOf({ atMilliseconds }: Sleeper, sleepers: readonly Sleeper[]): number {
  let [low, high] = [0, sleepers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sleepers[middle]!.atMilliseconds > atMilliseconds) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
