import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { typescriptLoader } from '../../../clients/run-typescript';

const chaos = join(__dirname, '..', '..', '..', 'commands', 'chaos', 'index.ts');

/** What the command prints; of a history that goes wrong, that history and how to play it again. */
function played(seed: number, runs: number): Promise<string> {
  const args = [...typescriptLoader, chaos, '--seed', String(seed), '--runs', String(runs)];
  return promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
}

// A quarter of a minute on an idle machine; others may have most of this one.
test('whatever fails and whenever it fails, each byte is billed once or a person is told', async () => {
  expect(await played(1, 1_000)).toMatch(/^500 histories, \d+ a second\n1000 histories, \d+ a second\n$/);
}, 300_000);

test('bad options are told in one sentence', async () => {
  expect(await played(1.5, 1)).toMatch(
    /^--seed must be a whole number from 1, not "1\.5": npm run chaos .*\n$/,
  );
}, 60_000);
