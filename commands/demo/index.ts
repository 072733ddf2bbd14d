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
import { leaveCallersEnvironment } from '../../local/clean-environment';
import { parseCommand, runCommand } from '../shared/cli';
import { fileToBill } from '../shared/file-to-bill';
import { interruption } from '../shared/interruption';
import { CommandError } from '../../clients/command-error';
import { demoSpec } from './options';

const exampleFile = path.join(__dirname, '..', '..', 'local', 'demo', 'report.txt');

async function main(): Promise<void> {
  leaveCallersEnvironment();
  const { environment, values } = parseCommand(process.argv.slice(2), demoSpec);
  const { file = exampleFile, fail, recover = false, keep = false } = values;
  const failure = fail === undefined ? undefined : failureNamed(fail);
  if (fail !== undefined && !failure) {
    throw new CommandError(`--fail does not know "${fail}": it must be one of ${failureNames.join(', ')}.`);
  }
  const body = await fileToBill(file);

  const folder = temporaryFolder();
  const signal = interruption();
  try {
    const ok = await runDemo({
      environment,
      file: { name: path.basename(file), body },
      ...(failure && { failure }),
      recover,
      keep,
      folder,
      signal,
      log: (line) => console.log(line),
    });
    if (!ok) {
      process.exitCode = 1;
    }
  } catch (error) {
    throw signal.aborted ? new CommandError('Stopped; nothing is left running.') : error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(path.join(tmpdir(), 'siftbeam-demo-'));
  } catch (error) {
    const name = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
    throw new CommandError(
      `The demo cannot create a folder in ${tmpdir()} (${(error as NodeJS.ErrnoException).code}). Set ${name} to a ` +
        'folder that you may write to.',
    );
  }
}

void runCommand(main);
