import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { typescriptLoader } from '../../../clients/run-typescript';

const chaos = join(__dirname, '..', '..', '..', 'commands', 'chaos', 'index.ts');

/** In a process of its own: within Jest the interpreter takes twice the time. */
function played(seed: number, runs: number): Promise<string> {
  const args = [...typescriptLoader, chaos, '--seed', String(seed), '--runs', String(runs)];
  return promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
}

test('whatever fails and whenever it fails, each byte is billed once or a person is told', async () => {
  const outputs = await Promise.all([played(1, 500), played(2, 500)]);
  for (const output of outputs) {
    expect(output).toMatch(/^500 histories, \d+ a second\n$/);
  }
}, 120_000);

test('bad options are told in one sentence', async () => {
  expect(await played(1.5, 1)).toMatch(
    /^--seed must be a whole number from 1, not "1\.5": npm run chaos .*\n$/,
  );
}, 60_000);
