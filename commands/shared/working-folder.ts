import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../clients/terraform/synth';
import { CommandError } from '../../clients/command-error';

/**
 * Runs something in the folder where a workspace's stacks are planned and deployed, one process at a time. The folder
 * is at the same place in every checkout, because the plan file of `state-backend` holds a relative path to its state.
 *
 * @throws CommandError while another plan or deploy of the workspace runs in this checkout
 */
export async function inWorkingFolder<T>(
  workspace: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = path.join(projectDirectory, 'cdktf.out.plan', workspace);
  mkdirSync(folder, { recursive: true });
  const lock = path.join(folder, 'process.lock');
  take(lock, workspace);
  try {
    return await work(folder);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The folder of a stack below the working folder, where cdktf synthesizes it. */
export function stackFolder(workingFolder: string, stack: string): string {
  return path.join(workingFolder, 'stacks', stack);
}

function take(lock: string, workspace: string): void {
  const holder = holderOf(lock);
  if (holder !== undefined && holder !== process.pid && isRunning(holder)) {
    throw new CommandError(
      `Another plan or deploy of ${workspace} runs in this checkout (process ${holder}). Wait until it has ended; ` +
        `if none is running, delete ${lock}.`,
    );
  }
  rmSync(lock, { force: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch {
    throw new CommandError(
      `Another plan or deploy of ${workspace} has just started here. Wait until it has ended.`,
    );
  }
}

function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
