import { spawn } from 'node:child_process';
import path from 'node:path';
import { CommandError } from '../../clients/command-error';
import { typescriptLoader } from '../../clients/run-typescript';
import { print } from './print';

const project = path.join(__dirname, '..', '..');

/** Runs a program of this project and measures how long it takes. */
export async function timed(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const start = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) {
    throw new CommandError(`${args.join(' ')} ended with ${String(status)}: ${output.slice(-500)}`);
  }
  return { seconds: (performance.now() - start) / 1000, output };
}

/** All but the end-to-end tests. */
export async function benchTests(): Promise<void> {
  const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
  const { seconds } = await timed([jest, '--ignoreProjects', 'end-to-end', '--silent']);
  print('Unit tests', `${seconds.toFixed(0)} s`);
}

export async function benchDemo(): Promise<void> {
  const { seconds } = await timed([...typescriptLoader, path.join('commands', 'demo')]);
  print('The whole demo', `${seconds.toFixed(0)} s`);
}
