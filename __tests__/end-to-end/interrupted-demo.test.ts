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
import { ctrlC, inTerminal, processesWith, type InTerminal } from '../helpers/terminal';

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
const spread = Array.from({ length: moments }, (_, index) => ((index + 0.5) * wholeSeconds) / moments);

interface Moment {
  readonly while: string;
  readonly shows: RegExp;
  readonly by: string;
  readonly interrupt: (terminal: InTerminal) => unknown;
  readonly code: number;
  readonly says: RegExp;
}

const stopped = /Stopping…\s+(.*\s+)*Stopped; nothing is left running\./;
const press = (terminal: InTerminal) => terminal.type(ctrlC);

const cases: Moment[] = [
  {
    while: 'its modules are loaded',
    shows: /> node .*demo/,
    by: 'Ctrl-C',
    interrupt: press,
    code: 130,
    says: /\^C/,
  },
  { while: 'moto starts', shows: /provider/, by: 'Ctrl-C', interrupt: press, code: 130, says: stopped },
  {
    while: 'Terraform deploys',
    shows: /state-backend: .*Creation complete/,
    by: 'Ctrl-C, pressed twice',
    interrupt: async (terminal) => {
      press(terminal);
      await sleep(100);
      press(terminal);
    },
    code: 130,
    says: stopped,
  },
  {
    while: 'the execution runs',
    shows: /Started ServiceProcessingOrchestrator/,
    by: 'closing its window',
    interrupt: (terminal) => terminal.close(),
    code: 129,
    says: /Started/,
  },
];

/** Windows has no pseudo-terminals that Python opens. */
const describeAtTerminal = process.platform === 'win32' ? describe.skip : describe;

describeAtTerminal('a demo at a terminal leaves no process and no file', () => {
  test.each(moments > 0 ? [] : cases)('after $by while $while', async ({ shows, interrupt, code, says }) => {
    const { here, terminal } = await npmRunDemo();
    await terminal.until(shows);
    await interrupt(terminal);
    expect(await terminal.exitCode).toBe(code);
    expect(terminal.shown()).toMatch(says);
    expect(terminal.shown()).not.toMatch(/^\s+at /m);
    expect(await leftOf(here)).toEqual([]);
  });

  test.each(spread)('after Ctrl-C at %d s', async (seconds) => {
    const { here, terminal } = await npmRunDemo('--keep');
    await sleep(seconds * 1000);
    const start = performance.now();
    press(terminal);
    const code = await terminal.exitCode;
    const took = ((performance.now() - start) / 1000).toFixed(1);
    const lines = terminal.shown().trim().split(/\r?\n/);
    const at = lines.findIndex((line) => line.includes('^C'));
    console.log(`${seconds} s: ended after ${took} s; ${lines.slice(Math.max(0, at - 1)).join(' | ')}`);
    expect(code).toBe(130);
    expect(await leftOf(here)).toEqual([]);
  });
});

test.each(moments > 0 ? [] : (['SIGTERM', 'closed output'] as const))(
  'a demo without a terminal ends in order at a %s',
  async (by) => {
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
      if (!output.includes('Synthesize the stacks')) {
        return;
      }
      if (by === 'SIGTERM') {
        child.kill(by);
      } else {
        child.stdout.destroy();
      }
    });
    expect(await once(child, 'close')).toEqual(by === 'SIGTERM' ? [143, null] : [141, null]);
    expect(errors).toBe(by === 'SIGTERM' ? 'Stopping…\nStopped; nothing is left running.\n' : '');
    expect(await leftOf(here)).toEqual([]);
  },
);
