import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Reads again and again until there is something.
 *
 * @param seconds how long, at most; it is read once in any case
 * @returns undefined if nothing came
 */
export async function poll<T>(seconds: number, read: () => Promise<T | undefined>): Promise<T | undefined> {
  const end = Date.now() + seconds * 1000;
  // A waiting time of minutes is for services that take minutes; seconds are for tests.
  const interval = Math.min(5000, Math.max(200, seconds * 10));
  for (;;) {
    const found = await read();
    if (found !== undefined || Date.now() + interval > end) {
      return found;
    }
    await sleep(interval);
  }
}
