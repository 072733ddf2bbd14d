import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of jest.global-setup.mjs. */
const runFolder = () => {
  const folder = process.env.TEST_RUN_FOLDER;
  if (!folder) {
    throw new Error('TEST_RUN_FOLDER is not set: the tests run with the globalSetup of jest.config.mjs.');
  }
  return folder;
};

/**
 * Has a folder made once in a run of the tests, by the first test that needs it, in whichever of Jest's workers; others
 * wait for it. If it fails there, the next that needs it tries itself.
 */
export async function oncePerRun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const made = path.join(runFolder(), name);
  while (!existsSync(made)) {
    if (lock(made)) {
      try {
        await makeWhole(made, make);
      } finally {
        rmSync(lockOf(made), { force: true });
      }
    } else {
      await sleep(100);
    }
  }
  return made;
}

/** Under its name there is never a part of it. */
async function makeWhole(made: string, make: (folder: string) => Promise<void>): Promise<void> {
  const unfinished = `${made}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  // Another may have finished it between the look and the lock.
  if (!existsSync(made)) {
    await make(unfinished);
    renameSync(unfinished, made);
  }
}

const lockOf = (made: string) => `${made}.lock`;

function lock(made: string): boolean {
  try {
    writeFileSync(lockOf(made), String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
