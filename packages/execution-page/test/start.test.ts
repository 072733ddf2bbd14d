import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { scripts } from '../package.json';

const [, ...script] = scripts.start.split(' ');
const folder = path.join(__dirname, '..');

/** The package's `npm start`, without npm. */
const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, [...script, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** What a start that cannot succeed says, and its exit code. */
async function refused(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const program = start(args, env);
  const [error, [exitCode]] = await Promise.all([text(program.stderr), once(program, 'close')]);
  return { lines: error.trimEnd().split('\n'), exitCode: exitCode as number };
}

jest.setTimeout(30_000);

const caller = mkdtempSync(path.join(tmpdir(), 'history with a space '));
afterAll(() => rmSync(caller, { recursive: true }));

const write = (name: string, content: unknown) =>
  writeFileSync(path.join(caller, name), JSON.stringify(content));
const at = (second: number) => `2026-01-01T00:00:0${second}.000000+00:00`;
const named = (name: string) => ({ name });

beforeAll(() => {
  write('definition.json', {
    StartAt: 'Ask',
    States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::http:invoke', End: true } },
  });
  const events = [
    {
      id: 1,
      previousEventId: 0,
      timestamp: at(0),
      type: 'ExecutionStarted',
      executionStartedEventDetails: { input: '{}' },
    },
    {
      id: 2,
      previousEventId: 0,
      timestamp: at(0),
      type: 'TaskStateEntered',
      stateEnteredEventDetails: named('Ask'),
    },
    { id: 3, previousEventId: 2, timestamp: at(0), type: 'TaskScheduled' },
    { id: 4, previousEventId: 3, timestamp: at(1), type: 'TaskStarted' },
    {
      id: 5,
      previousEventId: 4,
      timestamp: at(3),
      type: 'TaskFailed',
      taskFailedEventDetails: { error: 'Down' },
    },
    {
      id: 6,
      previousEventId: 5,
      timestamp: at(3),
      type: 'ExecutionFailed',
      executionFailedEventDetails: { error: 'Down', cause: 'no answer' },
    },
  ];
  write('history.json', { events });
  // As with `--reverse-order`, of an execution that still runs, by a CLI that writes seconds.
  write('running.json', {
    events: events
      .slice(0, 4)
      .map((event, index) => ({ ...event, timestamp: 1_767_225_600 + index }))
      .reverse(),
  });
  write('no-history.json', { Events: [] });
  writeFileSync(path.join(caller, 'text.json'), 'text');
});

const files = (history: string, definition = 'definition.json') => [
  ...['--history', history, '--definition', definition, '--out', 'page.html'],
];
const env = { INIT_CWD: caller };

test.each([
  ['history.json', ['✗ Failed', 'no answer', '3.00 s', 'http:invoke']],
  ['running.json', ['… Running', '2026-01-01T00:00:00.000Z', 'http:invoke']],
])(
  'draws %s, as the AWS CLI prints it, beside the caller’s files and for the caller alone',
  async (history, parts) => {
    const program = start(files(history), env);
    const [output, [exitCode]] = await Promise.all([text(program.stdout), once(program, 'close')]);
    const page = path.join(caller, 'page.html');
    expect({ output, exitCode }).toEqual({ output: `Page: ${page}\n`, exitCode: 0 });
    const html = readFileSync(page, 'utf8');
    expect(parts.filter((part) => !html.includes(part))).toEqual([]);
    if (process.platform !== 'win32') {
      expect(statSync(page).mode & 0o077).toBe(0);
    }
  },
);

test.each([
  ['no file', [], 'Three files are needed: npm start -- --history FILE --definition FILE --out FILE'],
  ['an unknown option', ['--name', 'x'], "Unknown option '--name'. Allowed: npm start -- --history"],
  ['a history that is not there', files('gone.json'), 'gone.json could not be read (ENOENT).'],
  ['a history that is no JSON', files('text.json'), 'text.json is no JSON object.'],
  [
    'another output of the AWS CLI',
    files('no-history.json'),
    'no-history.json has no events: it must be what',
  ],
  ['no definition', files('history.json', 'history.json'), 'The definition has no StartAt and States'],
])('%s is one sentence', async (_, args, sentence) => {
  const { lines, exitCode } = await refused(args, env);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(sentence);
  expect(exitCode).toBe(1);
});
