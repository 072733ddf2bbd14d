import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { run as runProgram } from '../../../../clients/run-program';
import { typescriptLoader } from '../../../../clients/run-typescript';
import { findPython } from '../../../../local/python';
import { newKey, startFixture, type Fixture } from '../../../helpers/local-stripe';
import { startAws, type Aws } from '../../../helpers/stripe-commands';

const root = path.join(__dirname, '..', '..', '..', '..');
const command = [...typescriptLoader, path.join('commands', 'stripe-key', 'index.ts'), '--workspace', 'test'];

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
    const child = spawn(process.execPath, command, {
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
    expect(text).toMatch(
      /^Not the real services: .*\nNo key came: standard input was empty or closed\..*\n$/,
    );
  }, 60_000);

  test('a wrong key ends in a sentence and exit code 1, without a stack trace', async () => {
    const key = newKey('sk', 'test');
    const { text, exitCode } = await start(key);
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^Not the real services: .*\nStripe does not accept the key .*\n$/);
    expect(text).not.toContain(key);
  }, 60_000);

  // Windows has no pseudo-terminals in Python.
  (process.platform === 'win32' ? test.skip : test)(
    'Ctrl-C at the prompt of a terminal gives the terminal back as it was, and says that nothing was stored',
    async () => {
      const python = await findPython({ log: () => {} });
      const { status, stdout, stderr } = await runProgram(
        python,
        ['-c', atTerminal, process.execPath, ...command],
        { cwd: root, env: process.env },
      );
      expect([status, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toEqual({
        shown: expect.stringMatching(/it does not show\): \r\nStopped: nothing was stored\.\r\n$/),
        echoAtPrompt: false,
        exitCode: 130,
        isAsBefore: true,
      });
      expect(await aws.secrets.versions('test')).toHaveLength(1);
    },
    60_000,
  );
});

/** Runs a program at a pseudo-terminal and presses Ctrl-C when it asks for the key. */
const atTerminal = `
import json, os, subprocess, sys, termios
terminal, side = os.openpty()
before = termios.tcgetattr(side)
child = subprocess.Popen(sys.argv[1:], stdin=side, stdout=side, stderr=side, start_new_session=True)
shown = b''
while b'show): ' not in shown:
    shown += os.read(terminal, 1000)
while termios.tcgetattr(side)[3] & termios.ICANON:
    pass
echo = bool(termios.tcgetattr(side)[3] & termios.ECHO)
os.write(terminal, b'sk_test_half\x03')
exit_code = child.wait()
after = termios.tcgetattr(side)
os.close(side)
try:
    while chunk := os.read(terminal, 1000):
        shown += chunk
except OSError:
    pass
print(json.dumps({'shown': shown.decode(), 'echoAtPrompt': echo, 'exitCode': exit_code, 'isAsBefore': after == before}))
`;
