import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { typescriptLoader } from '../../../../clients/run-typescript';
import { newKey, startFixture, type Fixture } from '../../local/stripe/local-stripe';
import { startAws, type Aws } from '../../../helpers/stripe-commands';

const root = path.join(__dirname, '..', '..', '..', '..');

describe('stripe:key as a process', () => {
  let aws: Aws;
  let stripe: Fixture;

  beforeAll(async () => {
    aws = await startAws();
    stripe = await startFixture();
    process.env.STRIPE_API_BASE = stripe.server.url;
    await aws.secrets.create('test');
  }, 60_000);
  afterAll(async () => {
    await stripe.server.stop();
    await aws.stop();
  });

  /** @param input undefined closes standard input */
  async function start(input: string | undefined): Promise<{ text: string; exitCode: number }> {
    const args = [
      ...typescriptLoader,
      path.join('commands', 'stripe-key', 'index.ts'),
      '--workspace',
      'test',
    ];
    const child = spawn(process.execPath, args, {
      cwd: root,
      // Jest's own process.env, not the one that it was started with.
      env: process.env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.end(input);
    let text = '';
    child.stdout?.on('data', (chunk) => (text += String(chunk)));
    child.stderr?.on('data', (chunk) => (text += String(chunk)));
    const [exitCode] = (await once(child, 'close')) as [number];
    return { text, exitCode };
  }

  test('a key piped in is stored and shows nowhere', async () => {
    const { text, exitCode } = await start(stripe.keys.test);
    expect(exitCode).toBe(0);
    expect(text).not.toContain(stripe.keys.test);
    expect(await aws.secrets.value('test')).toContain(stripe.keys.test);
  }, 60_000);

  test('closed standard input ends in a sentence and exit code 1, without a stack trace', async () => {
    const { text, exitCode } = await start(undefined);
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^No key came: standard input was empty or closed\..*\n$/);
  }, 60_000);

  test('a wrong key ends in a sentence and exit code 1, without a stack trace', async () => {
    const key = newKey('sk', 'test');
    const { text, exitCode } = await start(key);
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^Stripe does not accept the key .*\n$/);
    expect(text).not.toContain(key);
  }, 60_000);
});
