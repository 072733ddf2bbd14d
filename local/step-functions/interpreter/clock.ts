import type { Clock } from '../types';

/** A longer delay overflows the timer, which then fires at once. */
const longestTimerMilliseconds = 2 ** 31 - 1;

/**
 * The machine's clock.
 *
 * @param speed how many times faster than stated waits, retry delays and timeouts pass; a timeout also gets the real
 * time that its work needs (3 seconds, if not given), but never more than stated, and dates stay real
 * @default 1
 */
export function realClock(speed = 1): Clock {
  return {
    now: () => new Date(),
    sleep: (seconds, signal) => pass((seconds * 1000) / speed, signal),
    // Added, so that the shorter of two limits still ends first.
    timeout: (seconds, signal, realSeconds = 3) =>
      pass(Math.min(seconds, realSeconds + seconds / speed) * 1000, signal),
  };
}

async function pass(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let left = milliseconds;
  while (left > 0) {
    const part = Math.min(left, longestTimerMilliseconds);
    await delay(part, signal);
    left -= part;
  }
  signal?.throwIfAborted();
}

function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
