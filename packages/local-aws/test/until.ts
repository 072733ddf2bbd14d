import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the condition holds; asks every 20 ms. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await sleep(20);
  }
}
