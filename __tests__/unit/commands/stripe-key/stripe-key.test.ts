import { stripeKey } from '../../../../commands/stripe-key';
import { probeKey } from '../../../../commands/stripe-key/probe';
import { stripeClient } from '../../../../clients/stripe/client';
import { stripeSentence } from '../../../../commands/shared/stripe-errors';
import { fileMeter, newKey, startFixture, type Fixture } from '../../../helpers/local-stripe';
import { piped, run, startAws, typed, type Aws, type Seen } from '../../../helpers/stripe-commands';

describe('npm run stripe:key', () => {
  let aws: Aws;
  let stripe: Fixture;
  let key: string;

  beforeAll(async () => {
    aws = await startAws();
  }, 60_000);
  afterAll(() => aws.stop());
  beforeEach(async () => {
    stripe = await startFixture();
    key = stripe.keys.test;
    process.env.STRIPE_API_BASE = stripe.server.url;
    await aws.secrets.create('test');
    await aws.secrets.create('live');
  });
  afterEach(() => stripe.server.stop());

  const put = (text: string, ...args: string[]): Promise<Seen> =>
    run(stripeKey, args.length ? args : ['--workspace', 'test'], piped(text));
  const json = (value: string): string => JSON.stringify({ STRIPE_SECRET_KEY: value });

  test('a valid key is stored as the JSON that the connection reads, and what to run next is said', async () => {
    const { output, error, exitCode } = await put(`${key}\n`);
    expect([exitCode, error]).toEqual([0, '']);
    expect(await aws.secrets.value('test')).toBe(json(key));
    expect(output).toContain('Run: npm run deploy:test -- stripe-connection');
    expect(output).not.toContain(key);
  });

  test('another key becomes the current version, and the one before stays as the previous version', async () => {
    await put(key);
    const [first] = await aws.secrets.versions('test');
    const second = newKey('sk', 'test');
    stripe.server.addKey({ value: second, mode: 'test' });
    const { output } = await put(second);
    expect(await aws.secrets.value('test')).toBe(json(second));
    expect(await aws.secrets.value('test', 'AWSPREVIOUS')).toBe(json(key));
    const versions = await aws.secrets.versions('test');
    const next = versions.find((id) => id !== first);
    expect(output).toContain(`version ${first} stays as the previous one`);
    expect(output).toContain(`one thing: its version id, to ${next}`);
    expect(output).toContain('Until then executions send with the old key. Revoke that after the deployment');
  });

  test('the same key again makes no new version, so that no deployment is needed', async () => {
    await put(key);
    const versions = await aws.secrets.versions('test');
    const { output, exitCode } = await put(key);
    expect(exitCode).toBe(0);
    expect(output).toContain('holds this key already');
    expect(await aws.secrets.versions('test')).toEqual(versions);
  });

  test('the same key with --again becomes a new version, so that a deauthorized connection takes it again', async () => {
    await put(key);
    const versions = await aws.secrets.versions('test');
    const { output, exitCode } = await put(key, '--workspace', 'test', '--again');
    expect(exitCode).toBe(0);
    expect(output).toContain('one thing: its version id');
    expect(output).not.toContain('Revoke');
    expect(await aws.secrets.versions('test')).not.toEqual(versions);
    expect(await aws.secrets.value('test')).toBe(json(key));
  });

  test('two at once both succeed and leave the key as the current version', async () => {
    const seen = await Promise.all([put(key), put(key)]);
    expect(seen.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await aws.secrets.value('test')).toBe(json(key));
  });

  test('a key typed at a terminal does not show', async () => {
    const { output, exitCode } = await run(stripeKey, ['--workspace', 'test'], typed(key));
    expect(exitCode).toBe(0);
    expect(output).toContain('Stripe key (test mode, it does not show): ');
    expect(output).not.toContain(key);
    expect(await aws.secrets.value('test')).toBe(json(key));
  });

  test.each([
    ['Ctrl-C', '\x03', 'Stopped: nothing was stored.', 130],
    ['Ctrl-D', '\x04', 'No key was typed: nothing was stored.', 1],
  ])('%s at the prompt stores nothing, and says so', async (_, character, sentence, code) => {
    const { error, exitCode } = await run(stripeKey, ['--workspace', 'test'], typed(character));
    expect([exitCode, error]).toEqual([code, sentence]);
    expect(await aws.secrets.versions('test')).toEqual([]);
  });

  test.each([
    ['Ctrl-C', '\x03', 'Stopped: nothing was changed.', 130],
    ['Ctrl-D', '\x04', 'No answer came: nothing was changed.', 1],
  ])('%s at the question of live stores nothing, and says so', async (_, answer, sentence, code) => {
    const { error, exitCode } = await run(
      stripeKey,
      ['--workspace', 'live'],
      typed(stripe.keys.live, answer),
    );
    expect([exitCode, error]).toEqual([code, sentence]);
    expect(await aws.secrets.versions('live')).toEqual([]);
  });

  test('a restricted key that may send events and read meters is welcome, and what it lacks for other commands is said', async () => {
    const restricted = newKey('rk', 'test');
    const permissions = ['billing_meter_event_write', 'billing_meter_read'];
    stripe.server.addKey({ value: restricted, mode: 'test', permissions });
    const { output, exitCode } = await put(restricted);
    expect(exitCode).toBe(0);
    expect(output).toContain('It lacks product_read, plan_read, customer_read: enough to bill with');
    expect(await aws.secrets.value('test')).toBe(json(restricted));
  });

  test('checking a key leaves no event in Stripe, even where it could bill', async () => {
    stripe.server.addCustomer('test', 'cus_known');
    await stripe.test.billing.meters.create(fileMeter);
    await put(key);
    expect(stripe.server.attempts).toHaveLength(1);
    expect(stripe.server.meterEvents('test')).toEqual([]);
  });

  test('in live it is refused without a terminal or --yes, and done with it', async () => {
    const refused = await put(stripe.keys.live, '--workspace', 'live');
    expect(refused).toMatchObject({ exitCode: 1, error: expect.stringContaining('add --yes') });
    expect(await aws.secrets.versions('live')).toEqual([]);
    const done = await put(stripe.keys.live, '--workspace', 'live', '--yes');
    expect(done.exitCode).toBe(0);
    expect(await aws.secrets.value('live')).toBe(json(stripe.keys.live));
  });

  test.each([
    ['yes', 0],
    ['no', 1],
    ['', 1],
  ])('in live a terminal is asked, and the answer "%s" decides', async (answer, expected) => {
    const { output, exitCode } = await run(
      stripeKey,
      ['--workspace', 'live'],
      typed(stripe.keys.live, answer),
    );
    expect(output).toContain('This changes live. Go on?');
    expect(exitCode).toBe(expected);
    expect(await aws.secrets.versions('live')).toHaveLength(1 - expected);
  });

  test.each<[string, () => string, string]>([
    ['a live key', () => stripe.keys.live, 'is a key of live mode. test needs'],
    ['a publishable key', () => newKey('pk', 'test'), 'is a publishable key'],
    [
      'a webhook secret',
      () => `whsec_${newKey('sk', 'test').slice(8)}`,
      'is the signing secret of a webhook',
    ],
    ['some other text', () => 'correct horse battery staple', 'is no Stripe key'],
    ['a key and more', () => `${newKey('sk', 'test')} # test`, 'is no Stripe key'],
    ['nothing', () => '\n', 'No key came'],
  ])('%s is refused before Stripe or the secret see it', async (_, text, message) => {
    const { output, error, exitCode } = await put(text());
    expect(exitCode).toBe(1);
    expect(error).toContain(message);
    expect(output + error).not.toContain(text().trim() || 'undefined');
    expect(stripe.server.requests).toEqual([]);
    expect(await aws.secrets.versions('test')).toEqual([]);
  });

  test('a key among the arguments is refused without being repeated, since history keeps arguments', async () => {
    const { output, error, exitCode } = await put('', '--workspace', 'test', key);
    expect(exitCode).toBe(1);
    expect(error).toContain('revoke this key');
    expect(output + error).not.toContain(key);
  });

  test.each([
    ['that Stripe does not know', () => newKey('sk', 'test'), 'Stripe does not accept the key'],
    [
      'that may not send meter events',
      () => {
        const value = newKey('rk', 'test');
        stripe.server.addKey({ value, mode: 'test', permissions: ['billing_meter_read'] });
        return value;
      },
      'lacks the permission billing_meter_event_write, without which no meter event can be sent',
    ],
    [
      'that may not read meters, with which recovery would send nothing',
      () => {
        const value = newKey('rk', 'test');
        stripe.server.addKey({ value, mode: 'test', permissions: ['billing_meter_event_write'] });
        return value;
      },
      'lacks the permission billing_meter_read, without which no meter event can be sent that failed at first',
    ],
    [
      'that was revoked',
      () => {
        stripe.server.revokeKey(key);
        return key;
      },
      'Create a new key in the Stripe Dashboard',
    ],
  ])('a key %s is not stored', async (_, text, message) => {
    const value = text();
    const { output, error, exitCode } = await put(value);
    expect(exitCode).toBe(1);
    expect(error).toContain(message);
    expect(output + error).not.toContain(value);
    expect(await aws.secrets.versions('test')).toEqual([]);
  });

  test.each([
    ['rate-limit', undefined, 'too many requests (429)'],
    ['status', 500, 'Stripe failed with 500'],
    ['status', 503, 'Stripe failed with 503'],
    ['reset-before', undefined, 'Stripe did not respond'],
  ] as const)('when Stripe answers with %s %s nothing is stored', async (kind, status, message) => {
    stripe.server.faults.add({ kind, status });
    const { error, exitCode } = await put(key);
    expect(exitCode).toBe(1);
    expect(error).toContain(message);
    expect(await aws.secrets.versions('test')).toEqual([]);
  });

  test('a Stripe that never answers ends in a sentence', async () => {
    stripe.server.faults.add({ kind: 'hang' });
    const error = await probeKey(stripeClient(key, { timeoutMilliseconds: 100 })).catch(
      (reason: unknown) => reason,
    );
    expect(stripeSentence(error)).toContain('Stripe did not respond');
  });

  test('one failure of Stripe is retried, because the next answer is as good', async () => {
    stripe.server.faults.add({ kind: 'status', status: 503, times: 1 });
    expect((await put(key)).exitCode).toBe(0);
  });

  test('a secret that does not exist is named with the command that creates it', async () => {
    await aws.secrets.delete('test');
    const { error, exitCode } = await put(key);
    expect(exitCode).toBe(1);
    expect(error).toBe(
      'The secret "siftbeam/test/stripe/api-key" does not exist in ap-northeast-1. ' +
        'Run "npm run deploy:test -- stripe-secret" to create it.',
    );
  });

  test('a secret that is scheduled for deletion is named with the command that keeps it', async () => {
    await aws.secrets.delete('test', 7);
    const { error, exitCode } = await put(key);
    expect(exitCode).toBe(1);
    expect(error).toContain('is scheduled for deletion. Run "aws secretsmanager restore-secret --secret-id');
  });

  test('a value put by hand that is not the JSON is replaced and kept as the previous version', async () => {
    await aws.secrets.create('test', 'by hand');
    expect((await put(key)).exitCode).toBe(0);
    expect(await aws.secrets.value('test')).toBe(json(key));
    expect(await aws.secrets.value('test', 'AWSPREVIOUS')).toBe('by hand');
  });

  test.each([
    [[], 'Name the workspace: --workspace test or --workspace live.'],
    [['--workspace', 'prod'], 'not "prod"'],
    [
      ['--workspace', 'test', '--key'],
      'Unknown option --key: npm run stripe:key knows --workspace test|live, --again, --yes, --help.',
    ],
  ])('the arguments %j are refused in one line', async (args, message) => {
    const { error, exitCode } = await run(stripeKey, args, piped(key));
    expect(exitCode).toBe(1);
    expect(error).toContain(message);
    expect(error).not.toContain('\n');
  });

  test('a Stripe address that is not this machine is refused, because the key would go there', async () => {
    process.env.STRIPE_API_BASE = 'http://stripe.example:80';
    const { error } = await put(key);
    expect(error).toContain('it may only name a local Stripe');
    expect(await aws.secrets.versions('test')).toEqual([]);
  });
});
