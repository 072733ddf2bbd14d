import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../clients/run-program';
import { typescriptLoader } from '../../clients/run-typescript';
import { useStartedProviders } from '../helpers/started-providers';
import { failuresOfTheDemo } from './demo/failures';
import { pageNamedIn } from './demo/page';

const project = path.join(__dirname, '..', '..');

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the demo as npm does, in a temporary folder of its own, so that the test sees what it leaves there. */
function startDemo(args: readonly string[], temporary: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [...typescriptLoader, path.join('commands', 'demo'), ...args], {
    cwd: project,
    env: { ...process.env, TF_WORKSPACE: '', TMPDIR: temporary, TEMP: temporary, TMP: temporary, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
  return { child, ended, output: () => output };
}

const demo = (args: readonly string[], temporary: string) => startDemo(args, temporary).ended;

async function shown(running: { output: () => string; child: ChildProcess }, text: string): Promise<void> {
  while (!running.output().includes(text)) {
    if (running.child.exitCode !== null) {
      throw new Error(`ended before it showed "${text}": ${running.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

jest.setTimeout(300_000);

describe('the demo', () => {
  let temporary: string;
  useStartedProviders();
  beforeAll(() => {
    temporary = mkdtempSync(path.join(tmpdir(), 'demo with a space '));
  });
  afterAll(() => rmSync(temporary, { recursive: true, force: true }));
  const folder = (name: string) => {
    const created = path.join(temporary, name);
    mkdirSync(created);
    return created;
  };

  test('bills a file of one’s own in live, and leaves nothing behind', async () => {
    const here = folder('live');
    const file = path.join(temporary, '請求 1.txt');
    writeFileSync(file, 'x'.repeat(1024));
    const { code, output } = await demo(['--workspace', 'live', '--file', file], here);
    expect(output).toContain('Execution SUCCEEDED');
    // Once: what appeared state by state is the graph.
    expect(output.match(/✓ SendStripeMeterEvent +\d+\.\d\d s/g)).toHaveLength(1);
    expect(output).toContain('"value": "1024"');
    expect(output).toContain('"livemode": true');
    expect(output).toContain('"status": "completed"');
    expect(pageNamedIn(output)).toMatch(/state succeeded.*\n.*<title>SendStripeMeterEvent: Succeeded/);
    expect(output).not.toMatch(/[sr]k_(test|live)_/);
    expect(code).toBe(0);
    expect(readdirSync(here).filter((name) => name.startsWith('siftbeam'))).toEqual([]);
  });

  test('keeps everything running on demand, and stops at Ctrl-C with nothing left', async () => {
    const here = folder('keep');
    const running = startDemo(['--keep', '--fail', 'duplicate'], here);
    await shown(running, 'Everything keeps running until Ctrl-C');
    // The last of the lines for this shell.
    await shown(running, 'TF_WORKSPACE');
    const [, endpoint] = /AWS_ENDPOINT_URL\S* ?= ?'([^']+)'/.exec(running.output()) ?? [];
    const response = await fetch(`${endpoint}/moto-api/data.json`);
    expect(response.status).toBe(200);
    expect(running.output()).toContain('Meter events that Stripe took: 1');

    // As in another terminal, with the file that the first line reads.
    const [, written = ''] = /^ {2}\. '(.+)'$/m.exec(running.output()) ?? [];
    const exports = readFileSync(written, 'utf8');
    expect(exports).not.toMatch(/[sr]k_(test|live)_/);
    const [, stripe] = /STRIPE_API_BASE ?= ?'([^']+)'/.exec(exports) ?? [];
    const inThatTerminal = async (...args: string[]) => {
      const program = path.join('commands', 'demo', args[0] === 'key' ? 'key.ts' : 'fault.ts');
      const env = { ...process.env, STRIPE_API_BASE: stripe };
      const command = ['--require', 'tsx/cjs', program, ...args.slice(1)];
      return (await run(process.execPath, command, { cwd: project, env })).stdout;
    };
    expect(await inThatTerminal('key')).toMatch(/^sk_test_\w+\n$/);
    expect(await inThatTerminal('fault', 'set', '503')).toContain('npm run demo:fault -- clear');
    expect(await inThatTerminal('fault', 'clear')).toContain('Cleared: 503');
    expect(running.output()).not.toMatch(/[sr]k_(test|live)_/);

    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await expect(fetch(`${endpoint}/`)).rejects.toThrow('fetch failed');
    expect(readdirSync(here).filter((name) => name.startsWith('siftbeam'))).toEqual([]);
  });

  test.each([
    [['--workspace', 'prod'], 'Name the workspace: --workspace test or --workspace live, not "prod".'],
    [['--fail', '999'], '--fail does not know "999": it must be one of '],
    [['--file', 'no such file.txt'], 'The file no such file.txt cannot be read.'],
    [['--nonsense'], 'Unknown option --nonsense: npm run demo knows --workspace test|live, --file PATH'],
  ])('rejects %j in one sentence, before anything starts', async (args, sentence) => {
    const { code, output } = await demo(args, temporary);
    expect(output).toContain(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  test('prints its help and starts nothing, whatever else is asked for', async () => {
    const { code, output } = await demo(['--nonsense', '--help'], temporary);
    expect(output).toMatch(/^npm run demo -- \[--workspace test\|live\]/);
    expect(code).toBe(0);
  });
});

describe('a failure in the demo', failuresOfTheDemo);
