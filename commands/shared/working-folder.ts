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
  return alone(folder, `Another plan or deploy of ${workspace}`, work);
}

/**
 * Runs something in the folder that `npx cdktf` uses too, `cdktf.out`, one process at a time: both workspaces are
 * synthesized into it.
 *
 * @throws CommandError while another deploy, diff or synth of this project runs in this checkout
 */
export async function inOutputFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  return alone(path.join(projectDirectory, 'cdktf.out'), 'Another deploy, diff or synth', work);
}

async function alone<T>(folder: string, other: string, work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const lock = path.join(folder, 'process.lock');
  take(lock, other);
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

/** @param other what holds the lock, to begin a sentence with */
function take(lock: string, other: string): void {
  const holder = holderOf(lock);
  if (holder !== undefined && holder !== process.pid && isRunning(holder)) {
    throw new CommandError(
      `${other} runs in this checkout (process ${holder}). Wait until it has ended; ` +
        `if none is running, delete ${lock}.`,
    );
  }
  rmSync(lock, { force: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch {
    throw new CommandError(`${other} has just started here. Wait until it has ended.`);
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
