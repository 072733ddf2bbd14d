import { readFileSync } from 'node:fs';
import path from 'node:path';
import { adopt } from '../../../../commands/adopt';
import { apply } from '../../../../commands/apply';
import { listedCommands, ownCommands } from '../../../../commands/help/commands';
import { demoFault } from '../../../../commands/demo/fault';
import { demoKey } from '../../../../commands/demo/key';
import { deploy } from '../../../../commands/deploy';
import { diff } from '../../../../commands/diff';
import { logs } from '../../../../commands/logs';
import { meterEvents } from '../../../../commands/meter-events';
import { plan } from '../../../../commands/plan';
import { probe } from '../../../../commands/probe';
import { reconcile } from '../../../../commands/reconcile';
import type { Terminal } from '../../../../commands/shared/terminal';
import { readCommandLine } from '../../../../commands/shared/command-line';
import { scriptsOf, type CommandSpec } from '../../../../commands/shared/command-spec';
import { helpText } from '../../../../commands/shared/help-text';
import { setup } from '../../../../commands/setup';
import { stripeCatalog } from '../../../../commands/stripe-catalog';
import { stripeKey } from '../../../../commands/stripe-key';
import { synth } from '../../../../commands/synth';
import { verify } from '../../../../commands/verify';
import { run } from '../../../../clients/run-program';
import { seen } from '../../../helpers/command';

const project = path.join(__dirname, '..', '..', '..', '..');
const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const specs = [
  ...new Map(
    Object.values(ownCommands)
      .flat()
      .map((spec) => [spec.name, spec]),
  ).values(),
];
const byName = specs.map((spec) => [spec.name, spec] as const);

test('npm run help lists every npm script, so that none has to be found in package.json', () => {
  const listed = listedCommands.flatMap(([, commands]) => commands.flatMap(scriptsOf));
  expect([...new Set(listed)].sort()).toEqual(Object.keys(scripts).sort());
});

/** The arguments of the example after `npm run NAME`, as the command gets them. */
function argumentsOf(spec: CommandSpec, example: string): string[] {
  const [, script = '', rest = ''] = /^npm run (?:--silent )?(\S+)(?: -- ([^|]*))?/.exec(example) ?? [];
  expect(scriptsOf(spec)).toContain(script);
  return [...rest.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

describe.each(byName)('%s', (_, spec) => {
  test('has examples that it takes, so that a newcomer can copy them', () => {
    expect(spec.examples).not.toHaveLength(0);
    for (const example of spec.examples) {
      const args = argumentsOf(spec, example);
      // `--retry --all-rejected` has an optional value, which `meter-events` sees to.
      const given = args.map((arg) => (arg === '--retry' ? '--retry=' : arg));
      expect(() => readCommandLine(given, spec)).not.toThrow();
    }
  });

  test('has a help that fits into a terminal and says what each option is for', () => {
    expect(spec.summary).toMatch(/^[A-Z][^.]*(\.\w[^.]*)*\.$/);
    const lines = helpText(spec).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});

const { signal } = new AbortController();
const inProcess: Readonly<
  Record<string, (args: string[], terminal: Terminal & { error: Terminal['output'] }) => Promise<unknown>>
> = {
  adopt,
  'demo:fault': demoFault,
  'demo:key': demoKey,
  deploy: (args, terminal) => deploy(['test', ...args], terminal),
  diff: (args, terminal) => diff(['live', ...args], terminal),
  apply,
  logs: (args, terminal) => logs(args, terminal, signal),
  'meter-events': meterEvents,
  plan,
  probe,
  reconcile,
  setup: (args, terminal) => setup(args, terminal, signal),
  'stripe:catalog': stripeCatalog,
  'stripe:key': stripeKey,
  synth: (args, terminal) => synth(['test', ...args], terminal),
  verify,
};

/** Commands that cannot be called in this process. The help of `demo` is seen in its end-to-end tests. */
const programs: Readonly<Record<string, readonly string[]>> = {
  help: ['commands/help'],
  bench: ['commands/bench'],
  chaos: ['commands/chaos'],
  render: ['commands/render'],
};

// A process reads every file of a command from the disk.
jest.setTimeout(60_000);

const started = (args: readonly string[]) =>
  run(process.execPath, ['--require', 'tsx/cjs', ...args], { cwd: project });

describe('--help', () => {
  test('is tried with every command', () => {
    const tried = [...Object.keys(inProcess), ...Object.keys(programs), 'demo'];
    expect(tried.sort()).toEqual(specs.map(({ name }) => name).sort());
  });

  test.each(byName.filter(([name]) => name in inProcess))(
    'of %s is printed before anything is asked or checked',
    async (name, spec) => {
      const asked = await seen(async (terminal) => {
        await inProcess[name]!(['--nonsense', '-h', '--workspace'], terminal);
      });
      expect(asked).toEqual({ output: `${helpText(spec)}\n`, error: '', exitCode: 0 });
    },
  );

  test.each(byName.filter(([name]) => name in programs))(
    'of %s is printed before it does anything',
    async (name, spec) => {
      const { status, stdout, stderr } = await started([...programs[name]!, '--help']);
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${helpText(spec)}\n`, stderr: '' });
    },
  );
});

test('npm run help loads no AWS SDK, so that it is there at once', async () => {
  const loaded = `process.once('beforeExit', () => console.log(Object.keys(require.cache).join('\\n')))`;
  const { stdout } = await started(['--eval', `${loaded}; require('./commands/help');`]);
  expect(stdout).toContain('When something fails:\n  meter-events  Lists the meter events');
  expect(stdout).toContain(path.join('commands', 'help', 'commands.ts'));
  expect(stdout).not.toMatch(/@aws-sdk|cdktf-cli|provider-aws/);
});
