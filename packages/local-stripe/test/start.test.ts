import { createInterface } from 'node:readline';
import Stripe from 'stripe';
import { newKey } from './local-stripe';
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

test('started alone, it is a Stripe for the key that was made up, until it is stopped', async () => {
  const key = newKey('sk', 'test');
  const program = start([], { STRIPE_API_KEY: key });
  let said = '';
  let url: string | undefined;
  for await (const line of createInterface(program.stdout)) {
    said += line;
    if (URL.canParse(line)) {
      url = line;
      break;
    }
  }
  const { hostname: host, port } = new URL(url!);
  const options = { host, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false } as const;
  const stripe = new Stripe(key, options);
  const customer = await stripe.customers.create({ email: 'someone@example.com' });
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ email: 'someone@example.com' });
  await expect(new Stripe(newKey('sk', 'test'), options).customers.list()).rejects.toMatchObject({
    statusCode: 401,
  });
  expect(said).not.toContain(key);
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  const [exitCode] = await ended;
  // Windows has no signals that a program could end in order by.
  expect(exitCode).toBe(process.platform === 'win32' ? null : 0);
});

test.each([
  ['no key', [], '', /^STRIPE_API_KEY is not set: make a secret key up,/],
  ['a key that Stripe would not give', [], 'key', /^STRIPE_API_KEY is no secret key: make a secret key up,/],
  ['a restricted key', [], newKey('rk', 'test'), /^STRIPE_API_KEY is no secret key: make a secret key up,/],
  ['an option', ['--port'], newKey('sk', 'test'), /^There are no options, such as "--port":/],
])('%s is refused with what to do, and not shown', async (_, args, key, sentence) => {
  const { lines, exitCode } = await refused(args, { STRIPE_API_KEY: key });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(sentence);
  if (key.length > 10) {
    expect(lines[0]).not.toContain(key);
  }
  expect(exitCode).toBe(1);
});
