/**
 * The demo, interrupted. Here at what a run does; with `INTERRUPT_MOMENTS=20`, by one Ctrl-C at so many moments of
 * `INTERRUPT_SECONDS` (default 30, the length of a whole run) instead.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { typescriptLoader } from '../../clients/run-typescript';
import { projectDirectory } from '../../clients/terraform/synth';
import { useStartedProviders } from '../helpers/started-providers';
import { ctrlC, inTerminal, processesWith, type InTerminal } from '../helpers/terminal';
import { until } from '../helpers/until';

jest.setTimeout(300_000);

const temporary = mkdtempSync(path.join(tmpdir(), 'interrupted demo '));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

let runs = 0;

/** A temporary folder and the environment of a run that leaves everything there. */
function place() {
  const here = path.join(temporary, `run-${runs++}`);
  mkdirSync(here);
  return { here, env: { ...process.env, TMPDIR: here, TERM: 'dumb' } };
}

async function npmRunDemo(...args: string[]) {
  const { here, env } = place();
  const npm = ['npm', 'run', 'demo', ...(args.length > 0 ? ['--', ...args] : [])] as [string, ...string[]];
  return { here, terminal: await inTerminal(npm, { cwd: projectDirectory, env }) };
}

/** What is left: files but for tsx's cache, and processes, which get the time to end after their parent. */
async function leftOf(here: string): Promise<string[]> {
  let processes = await processesWith(here);
  for (let second = 0; second < 20 && processes.length > 0; second++) {
    await sleep(1000);
    processes = await processesWith(here);
  }
  return [...readdirSync(here).filter((name) => !name.startsWith('tsx-')), ...processes];
}

const moments = Number(process.env.INTERRUPT_MOMENTS || 0);
const wholeSeconds = Number(process.env.INTERRUPT_SECONDS || 30);
interface Moment {
  readonly while: string;
  /** What the terminal shows then, how many seconds after the start it is, or what to wait for. */
  readonly when: RegExp | number | ((here: string) => Promise<unknown>);
  readonly by: string;
  readonly interrupt: (terminal: InTerminal) => unknown;
  readonly code: number;
  readonly says: RegExp;
}

const stopped = /Stopping…[^]*Stopped; nothing is left running\./;
const press = (terminal: InTerminal) => terminal.type(ctrlC);

/**
 * The demo's own process, not npm's or the shell's: for a millisecond or two before there is one, the shell that npm
 * starts catches the signal and goes on.
 */
const itsProcess = (here: string) =>
  until(async () => (await processesWith(here)).some((line) => /^\s*\d+ \S*node --require/.test(line)));

const chosen: Moment[] = [
  {
    while: 'its modules are loaded',
    when: itsProcess,
    by: 'Ctrl-C',
    interrupt: press,
    code: 130,
    says: /\^C/,
  },
  { while: 'moto starts', when: /provider/, by: 'Ctrl-C', interrupt: press, code: 130, says: stopped },
  {
    while: 'Terraform deploys',
    when: /state-backend: .*Creation complete/,
    by: 'Ctrl-C, pressed twice',
    interrupt: async (terminal) => {
      press(terminal);
      await sleep(100);
      press(terminal);
    },
    code: 130,
    says: stopped,
  },
];

/** Terraform has ended then, so that it does not matter that it leaves started providers. */
const whileProcessing: Moment = {
  while: 'the execution runs',
  when: /Started ServiceProcessingOrchestrator/,
  by: 'closing its window',
  interrupt: (terminal) => terminal.close(),
  code: 129,
  says: /Started/,
};

const spread = Array.from({ length: moments }, (_, index): Moment => {
  const seconds = ((index + 0.5) * wholeSeconds) / moments;
  return {
    while: `it runs for ${seconds} s`,
    when: seconds,
    by: 'Ctrl-C',
    interrupt: press,
    code: 130,
    says: /\^C/,
  };
});

/** Windows has no pseudo-terminal that Python opens, and ends a process at any signal from another one. */
const describeHere = process.platform === 'win32' ? describe.skip : describe;

describeHere('an interrupted demo leaves no process and no file', () => {
  test.each(moments > 0 ? spread : chosen)('after $by while $while', interrupt);

  describe('once it is deployed', () => {
    useStartedProviders();
    const { while: during, by } = whileProcessing;
    test(`after ${by} while ${during}`, () => interrupt(whileProcessing));
  });

  test.each([
    ['SIGTERM', 143, 'Stopping…\nStopped; nothing is left running.\n'],
    ['closed output', 141, ''],
  ] as const)('without a terminal, after %s', async (by, code, says) => {
    const { here, env } = place();
    const child = spawn(process.execPath, [...typescriptLoader, path.join('commands', 'demo')], {
      cwd: projectDirectory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Synthesize the stacks')) {
        void (by === 'SIGTERM' ? child.kill(by) : child.stdout.destroy());
      }
    });
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(errors).toBe(says);
    expect(await leftOf(here)).toEqual([]);
  });
});

async function interrupt(moment: Moment): Promise<void> {
  const { here, terminal } = await npmRunDemo('--keep');
  await reached(moment, here, terminal);
  const start = performance.now();
  await moment.interrupt(terminal);
  const code = await terminal.exitCode;
  const seconds = (performance.now() - start) / 1000;
  if (moments > 0) {
    console.log(`${moment.while}: it ended after ${seconds.toFixed(1)} s\n${endOf(terminal.shown())}`);
  }
  expect(code).toBe(moment.code);
  expect(terminal.shown()).toMatch(moment.says);
  expect(terminal.shown()).not.toMatch(/^\s+at /m);
  expect(await leftOf(here)).toEqual([]);
}

function reached({ when }: Moment, here: string, terminal: InTerminal): Promise<unknown> {
  if (typeof when === 'function') {
    return when(here);
  }
  return typeof when === 'number' ? sleep(when * 1000) : terminal.until(when);
}

/** The line before ^C, and what follows. */
function endOf(shown: string): string {
  const lines = shown.trim().split(/\r?\n/);
  return lines.slice(Math.max(0, lines.findIndex((line) => line.includes('^C')) - 1)).join('\n');
}
