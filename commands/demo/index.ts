/**
 * The whole system on one machine: deploys the stacks into a local AWS, processes a file and shows the meter event
 * that the local Stripe accepted: `npm run demo`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runDemo } from '../../local/demo/run';
import { failureNames } from '../../local/demo/failure-names';
import { failureNamed } from '../../local/demo/failures';
import { parseCommand, runCommand } from '../shared/cli';
import { fileToBill } from '../shared/file-to-bill';
import { CommandError } from '../../clients/command-error';
import { demoSpec } from './options';

const exampleFile = path.join(__dirname, '..', '..', 'local', 'demo', 'report.txt');

async function main(): Promise<void> {
  const { environment, values } = parseCommand(process.argv.slice(2), demoSpec);
  const { file = exampleFile, fail, recover = false, keep = false } = values;
  const failure = fail === undefined ? undefined : failureNamed(fail);
  if (fail !== undefined && !failure) {
    throw new CommandError(`--fail does not know "${fail}": it must be one of ${failureNames.join(', ')}.`);
  }
  const body = await fileToBill(file);

  const folder = mkdtempSync(path.join(tmpdir(), 'siftbeam-demo-'));
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => controller.abort());
  }
  try {
    const ok = await runDemo({
      environment,
      file: { name: path.basename(file), body },
      ...(failure && { failure }),
      recover,
      keep,
      folder,
      signal: controller.signal,
      log: (line) => console.log(line),
    });
    if (!ok) {
      process.exitCode = 1;
    }
  } catch (error) {
    if (!controller.signal.aborted) {
      throw error;
    }
    console.error('Stopped; nothing is left running.');
    process.exitCode = 130;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void runCommand(main);
