import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { typescriptLoader } from '../../../../clients/run-typescript';
import { projectDirectory } from '../../../../clients/terraform/synth';

jest.setTimeout(60_000);

/** What a command asks of an interruption, and cleans up after it. */
const kinds = {
  'in order': 'interruption()',
  'at once': 'undefined',
  'as usual': 'interruption({ isUsualEnd: true })',
} as const;

/** Prints lines as long as nobody stops it, and cleans up. */
const endless = `
  try {
    for (;;) { console.log('line'); await sleep(20, undefined, { signal }); }
  } finally {
    await sleep(200);
    console.error('cleaned');
  }`;

/** Is over with its second line, which comes late enough for the reader to be gone. */
const oneMoreLine = "console.log('line'); await sleep(500); process.exitCode = 2; console.log('last');";

/** A command that prints with console.log. */
const program = (kind: keyof typeof kinds, work: string) => `
  const { runCommand } = require(${JSON.stringify(path.join(projectDirectory, 'commands', 'shared', 'cli.ts'))});
  const { interruption } = require(${JSON.stringify(
    path.join(projectDirectory, 'commands', 'shared', 'interruption.ts'),
  )});
  const { setTimeout: sleep } = require('node:timers/promises');
  runCommand(async () => {
    const signal = ${kinds[kind]};
    ${work}
  });`;

async function interrupted(kind: keyof typeof kinds, by: NodeJS.Signals | 'closed output', work = endless) {
  const child = spawn(process.execPath, [...typescriptLoader, '-e', program(kind, work)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let error = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  if (by === 'closed output') {
    child.stdout.destroy();
  } else {
    child.stdout.resume();
    child.kill(by);
    // npm passes on what the terminal has sent already.
    setTimeout(() => child.kill(by), 50);
  }
  const [code, signal] = await ended;
  return [error, code, signal];
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** Windows ends a process at any signal from another one. */
const testSignal = process.platform === 'win32' ? test.skip : test;

describe('an interrupted command', () => {
  testSignal.each(signals)(
    'cleans up once at %s, however often it comes, and ends with %i',
    async (by, code) => {
      expect(await interrupted('in order', by)).toEqual(['Stopping…\ncleaned\n', code, null]);
    },
  );

  testSignal('with nothing to end in order it ends at once', async () => {
    expect(await interrupted('at once', 'SIGINT')).toEqual(['', 130, null]);
  });

  testSignal('that only follows something ends without an error', async () => {
    expect(await interrupted('as usual', 'SIGINT')).toEqual(['', 0, null]);
  });

  test.each([
    ['in order', 'cleaned\n', 141],
    ['at once', '', 141],
    ['as usual', '', 0],
  ] as const)(
    'ends %s without a stack trace when nobody reads its output any more',
    async (kind, error, code) => {
      expect(await interrupted(kind, 'closed output')).toEqual([error, code, null]);
    },
  );

  test('whose last line nobody reads does not end with its own exit code, as if all had been read', async () => {
    expect(await interrupted('in order', 'closed output', oneMoreLine)).toEqual(['', 141, null]);
  });
});
