/** Prints the figures that the README states: how long synthesis, the unit tests and the demo take on this machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { measureReconcile } from './reconcile';

const project = path.join(__dirname, '..', '..');
const runs = 3;

/** Runs a program of this project and measures how long it takes. */
async function timed(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
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

/** The fastest of several runs: the others waited for something else. */
async function synthesisSeconds(name: string, outdir: string): Promise<number> {
  const times: number[] = [];
  const app = path.join('commands', 'bench', 'app.ts');
  for (let run = 0; run < runs; run++) {
    const cdktfOutdir = path.join(outdir, `${name}-${run}`);
    times.push((await timed([require.resolve('tsx/cli'), app, name], { cdktfOutdir })).seconds);
  }
  return Math.min(...times);
}

function print(what: string, figure: string): void {
  console.log(`${what.padEnd(56)}${figure}`);
}

async function main(): Promise<void> {
  const [cpu] = cpus();
  print('Machine', `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
  print('Node.js', process.version);
  const outdir = mkdtempSync(path.join(tmpdir(), 'siftbeam-bench-'));
  try {
    const base = await synthesisSeconds('one-resource', outdir);
    print('Synthesis of an app with one resource', `${base.toFixed(2)} s`);
    for (const name of ['state-backend', 'stripe-secret', 'stripe-connection', 'service-processing']) {
      const seconds = await synthesisSeconds(name, outdir);
      print(`Synthesis of ${name}`, `${seconds.toFixed(2)} s (${(seconds / base).toFixed(2)} times)`);
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
  const tests = await timed([jest, '--selectProjects', 'unit', '--silent']);
  print('Unit tests', `${tests.seconds.toFixed(0)} s`);
  const size = { events: 100_000, customers: 1_000 };
  const { seconds, growthMebibytes } = await measureReconcile(size);
  print(
    `Comparing ${size.events} events of ${size.customers} customers with Stripe`,
    `${seconds.toFixed(0)} s, memory grows by ${growthMebibytes.toFixed(1)} MiB`,
  );
  const demo = await timed([require.resolve('tsx/cli'), path.join('commands', 'demo')]);
  print('The whole demo', `${demo.seconds.toFixed(0)} s`);
  const graph = demo.output.split('Execution graph')[1]?.split('Meter events')[0] ?? '';
  print('State transitions per billed file, without the child', String(graph.match(/^ {2}✓/gm)?.length));
}

void runCommand(main);
