import { ListTablesCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { scripts } from '../package.json';
import { python } from './python';

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

jest.setTimeout(60_000);

test('started alone, it is an account for whoever sets the variables that it prints, until it is stopped', async () => {
  const program = start(['--python', python, '--account-id', '111122223333', '--region', 'eu-west-1']);
  const printed = new Map<string, string>();
  for await (const line of createInterface(program.stdout)) {
    const [, name, value] = /^([A-Za-z_]+)=(.*)$/.exec(line) ?? [];
    if (name) {
      printed.set(name, value ?? '');
    }
    if (name === 'no_proxy') {
      break;
    }
  }
  const client = new DynamoDBClient({
    endpoint: printed.get('AWS_ENDPOINT_URL'),
    region: printed.get('AWS_REGION'),
    credentials: {
      accessKeyId: printed.get('AWS_ACCESS_KEY_ID')!,
      secretAccessKey: printed.get('AWS_SECRET_ACCESS_KEY')!,
    },
    maxAttempts: 1,
  });
  expect(await client.send(new ListTablesCommand({}))).toMatchObject({ TableNames: [] });
  expect(printed.get('AWS_REGION')).toBe('eu-west-1');
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  const [exitCode] = await ended;
  // Windows has no signals that a program could end in order by.
  expect(exitCode).toBe(process.platform === 'win32' ? null : 0);
  await expect(client.send(new ListTablesCommand({}))).rejects.toThrow();
  client.destroy();
});

test.each([
  ['a Python without moto', ['--python', process.execPath], /It needs Python with moto\[server\]==/],
  ['an account ID that is none', ['--account-id', '1'], /^--account-id must have 12 digits, not "1"\.$/],
  ['a target without a URL', ['--http-target', 'api.example.com'], /^--http-target must be HOST=URL/],
  ['an unknown option', ['--port', '80'], /^Unknown option '--port'\. Allowed: npm start -- \[--python/],
])('%s is refused with what to change, and without a stack trace', async (_, args, sentence) => {
  const { lines, exitCode } = await refused(args);
  expect(lines.at(-1)).toMatch(sentence);
  expect(lines.join('\n')).not.toMatch(/^ +at .*start\.ts/m);
  expect(exitCode).toBe(1);
});
