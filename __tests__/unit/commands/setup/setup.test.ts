import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setup } from '../../../../commands/setup';
import { requireNothingExists } from '../../../../commands/setup/existing';
import { keyStep } from '../../../../commands/setup/key-step';
import { leftToDo } from '../../../../commands/setup/left-to-do';
import { preflight } from '../../../../commands/setup/preflight';
import { secretValueOf } from '../../../../settings/secret-value';
import type { EnvironmentName } from '../../../../settings/environment-names';
import { environmentOf, type Environment } from '../../../../settings/environments';
import type { Terminal } from '../../../../commands/shared/terminal';
import { piped, run, startAws, typed, type Aws } from '../../../helpers/stripe-commands';
import { startFixture, type Fixture } from '../../../helpers/local-stripe';

const again = 'npm run setup -- --workspace test';

let aws: Aws;
let stripe: Fixture;

beforeAll(async () => {
  [aws, stripe] = await Promise.all([startAws(), startFixture()]);
  process.env.STRIPE_API_BASE = stripe.server.url;
}, 60_000);
afterAll(() => Promise.all([aws.stop(), stripe.server.stop()]));

/** Runs one part of the command, with this input; the result is printed last. */
const part = (
  work: (terminal: Terminal, say: (line: string) => void) => Promise<unknown>,
  input = piped(''),
) =>
  run(
    async (_args, terminal) => {
      const say = (line: string) => void terminal.output.write(`${line}\n`);
      say(JSON.stringify(await work(terminal, say)) ?? '');
    },
    [],
    input,
  );

test('where nobody can be asked it refuses before anything starts', async () => {
  const { output, error, exitCode } = await run(
    (args, terminal) => setup(args, { ...terminal, error: terminal.output }, new AbortController().signal),
    ['--workspace', 'test'],
    piped(stripe.keys.test),
  );
  expect(error).toMatch(/^This asks before it changes test, and nobody can be asked here.*--yes/);
  expect([output, exitCode]).toEqual(['', 1]);
});

describe('before the first step', () => {
  const look = (name: EnvironmentName, changed: Partial<Environment> = {}) =>
    part((_terminal, say) => preflight({ ...environmentOf(name), ...changed }, { say, again }));

  test('everything that is missing in live is named at once, each with what to do', async () => {
    const { output, error, exitCode } = await look('live', { executionRoleName: 'hand-made' });
    expect(output).toMatch(/^✓ AWS account: 002689294103/m);
    expect(output).toMatch(/^✓ Terraform: \d/m);
    expect(output).toMatch(
      /^✗ Child state machine CopyFile: does not exist\n {4}Create it .*childStateMachineNames of live in settings/m,
    );
    expect(output).toMatch(/^✗ Role hand-made: does not exist\n {4}.*executionRoleName/m);
    expect(output).toMatch(/^✗ Table siftbeam-processing-history: .*\n {4}aws dynamodb create-table/m);
    expect(output).toMatch(/^✗ Table siftbeam-policy-stepfunction-mapping: /m);
    expect(error).toMatch(/^4 things are missing \(✗ above.*nothing was changed\. Then run "npm run setup/);
    expect(exitCode).toBe(1);
  });

  test('credentials of another account and the Stripe account of the default settings are named together', async () => {
    delete process.env.STRIPE_API_BASE;
    const { output } = await look('test', { accountId: '111122223333' });
    process.env.STRIPE_API_BASE = stripe.server.url;
    expect(output).toMatch(
      /^✗ AWS account: The AWS credentials are of account 002689294103, but test is in account 1111/m,
    );
    expect(output).toContain('write it as accountId of test in settings/environments.ts');
    expect(output).toMatch(
      /^✗ Stripe account: .*"acct_YOUR_TEST_ACCOUNT", which names no account\n {4}Write the id/m,
    );
    expect(output).toMatch(/^– Child state machine CopyFile-test: /m);
  });
});

describe('the key', () => {
  const step = (input: Readable, name: EnvironmentName = 'test', yes = true) =>
    part((terminal, say) => keyStep(environmentOf(name), { yes, terminal, say }), input);

  test('is not asked for if Stripe accepts the one in the secret, and standard input is not read', async () => {
    await aws.secrets.create('test', secretValueOf(stripe.keys.test));
    const input = piped('never read');
    const { output, exitCode } = await step(input);
    expect(output).toMatch(/"wasDone":true.*Stripe accepts the key/);
    expect(output).not.toContain(stripe.keys.test);
    expect(input.readableDidRead).toBe(false);
    expect(exitCode).toBe(0);
  });

  test.each([
    [
      'of another account',
      { mode: 'test', accountId: 'acct_other' },
      /belongs to the Stripe account acct_other/,
    ],
    ['of the other mode', { mode: 'live' }, /is a key of live mode/],
    ['that Stripe rejects', undefined, /Stripe does not accept the key/],
  ] as const)('takes the place of one %s, and why is said', async (_, stored, why) => {
    const value = ['sk', stored?.mode ?? 'test', 'x'.repeat(20) + Math.random().toString(36).slice(2)].join(
      '_',
    );
    if (stored) {
      stripe.server.addKey({ value, ...stored });
    }
    await aws.secrets.create('test', secretValueOf(value));
    const { output } = await step(piped(stripe.keys.test));
    expect(output).toMatch(/^Another key is needed: /m);
    expect(output).toMatch(why);
    expect(output).toMatch(/"wasDone":false/);
    expect(await aws.secrets.value('test')).toBe(secretValueOf(stripe.keys.test));
  });

  test('is stored in live only after a yes', async () => {
    await aws.secrets.create('live');
    const refused = await step(typed(stripe.keys.live, 'no'), 'live', false);
    expect(refused.error).toContain('nothing was changed');
    expect(await aws.secrets.versions('live')).toEqual([]);
    const { output } = await step(typed(stripe.keys.live, 'yes'), 'live', false);
    expect(output).toContain('This changes live. Go on? (yes/no)');
    expect(await aws.secrets.value('live')).toBe(secretValueOf(stripe.keys.live));
  });
});

test('what exists without being in the state is named before its deployment fails half-way, with adopt', async () => {
  const environment = environmentOf('test');
  const address = 'aws_secretsmanager_secret.secret';
  await aws.secrets.create('test');
  const directory = mkdtempSync(path.join(tmpdir(), 'setup with a space '));
  const configuration = {
    terraform: { backend: {} },
    resource: { aws_secretsmanager_secret: { secret: { name: environment.names.secret } } },
  };
  writeFileSync(path.join(directory, 'cdk.tf.json'), JSON.stringify(configuration));
  const change = (...actions: string[]) => ({
    resource_changes: [
      {
        address,
        mode: 'managed' as const,
        type: 'aws_secretsmanager_secret',
        change: { actions, before: null },
      },
    ],
  });
  const check = (...actions: string[]) =>
    requireNothingExists(change(...actions), { stack: 'stripe-secret', environment, directory });
  await expect(check('create')).rejects.toThrow(
    /aws_secretsmanager_secret\.secret \(arn:.*\) exists already, but not in Terraform's state.*Nothing was changed\. Run "npm run adopt -- --workspace test"/,
  );
  await check('update');
  await aws.secrets.delete('test');
  await check('create');
  rmSync(directory, { recursive: true });
});

test('what is left for a person names addresses that get no mail, the trigger and live', () => {
  const text = leftToDo(environmentOf('test')).join('\n');
  expect(text).toContain('nobody receives mail at stripe-billing-test@siftbeam.example');
  expect(text).toContain('stateMachine:ServiceProcessingOrchestrator-test after an upload');
  expect(text).toContain('npm run setup -- --workspace live');
  const live = leftToDo({ ...environmentOf('live'), alarmEmailAddresses: ['ops@siftbeam.com'] }).join('\n');
  expect(live).toContain('mail "Subscription Confirmation" to ops@siftbeam.com');
  expect(live).not.toContain('setup -- --workspace live"');
});
