import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { typescriptLoader } from '../../clients/run-typescript';
import type { Parts } from '../../simulation/run';

const program = join(__dirname, '..', '..', 'simulation', 'run.ts');

/**
 * What a part of the simulation comes to, in a process of its own: in a Jest worker, whose heap other test files have
 * filled, it takes many times as long.
 *
 * @throws with what the process says if it fails
 */
export async function simulated<Name extends keyof Parts>(
  name: Name,
  ...args: Parameters<Parts[Name]>
): Promise<Awaited<ReturnType<Parts[Name]>>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...typescriptLoader, program, name, JSON.stringify(args)],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout);
}
