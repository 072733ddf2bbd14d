import type { Clock } from '../types';

/** A longer delay overflows the timer, which then fires at once. */
const longestTimerMilliseconds = 2 ** 31 - 1;

/** A clock that can be put forward. */
export interface MovableClock extends Clock {
  /**
   * Moves the date forward; whoever sleeps until then wakes up, and others sleep so much less. Limits on work keep
   * their time: the work needs it in reality.
   */
  advance(seconds: number): void;
}

/**
 * The machine's clock.
 *
 * @param speed how many times faster than stated waits, retry delays and timeouts pass; a timeout also gets the real
 * time that its work needs (3 seconds, if not given), but never more than stated, and dates stay real
 * @default 1
 */
export function realClock(speed = 1): MovableClock {
  let aheadMilliseconds = 0;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => new Date(Date.now() + aheadMilliseconds),
    async sleep(seconds, signal) {
      const sleeper = new Sleeper(seconds * 1000, speed);
      sleepers.add(sleeper);
      try {
        await sleeper.sleep(signal);
      } finally {
        sleepers.delete(sleeper);
      }
    },
    // Added, so that the shorter of two limits still ends first.
    timeout: (seconds, signal, realSeconds = 3) =>
      new Sleeper(Math.min(seconds, realSeconds + seconds / speed) * 1000, 1).sleep(signal),
    advance(seconds) {
      aheadMilliseconds += seconds * 1000;
      sleepers.forEach((sleeper) => sleeper.advance(seconds * 1000));
    },
  };
}

/** One sleep, which may become shorter while it lasts. */
class Sleeper {
  private timer: NodeJS.Timeout | undefined;
  private timerStartedAt = 0;
  private wake: () => void = () => undefined;

  constructor(
    /** Stated, from the start of the timer. */
    private leftMilliseconds: number,
    private readonly speed: number,
  ) {}

  sleep(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        clearTimeout(this.timer);
        reject(signal?.reason);
      };
      this.wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.start();
    });
  }

  advance(milliseconds: number): void {
    clearTimeout(this.timer);
    this.leftMilliseconds -= (performance.now() - this.timerStartedAt) * this.speed + milliseconds;
    this.start();
  }

  private start(): void {
    if (this.leftMilliseconds <= 0) {
      this.wake();
      return;
    }
    const part = Math.min(this.leftMilliseconds / this.speed, longestTimerMilliseconds);
    this.timerStartedAt = performance.now();
    this.timer = setTimeout(() => {
      this.leftMilliseconds -= part * this.speed;
      this.start();
    }, part);
  }
}
