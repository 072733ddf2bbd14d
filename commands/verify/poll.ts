import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Reads repeatedly until there is a result.
 *
 * @param seconds how long at most; it reads at least once
 * @returns undefined if there was no result in that time
 */
export async function poll<T>(seconds: number, read: () => Promise<T | undefined>): Promise<T | undefined> {
  const end = Date.now() + seconds * 1000;
  // Services that may take minutes are polled every 5 s; a wait of seconds is for tests.
  const interval = Math.min(5000, Math.max(200, seconds * 10));
  for (;;) {
    const found = await read();
    if (found !== undefined || Date.now() + interval > end) {
      return found;
    }
    await sleep(interval);
  }
}
