import { stripeCatalog } from '../../../../commands/stripe-catalog';
import { stripeKey } from '../../../../commands/stripe-key';
import { tried, type Line } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import { stripeChecks } from '../../../../commands/verify/checks/stripe';
import type { EnvironmentName } from '../../../../settings/environment-names';
import { environmentOf } from '../../../../settings/environments';
import { piped, run, startAws, type Aws, type Seen } from '../../../helpers/stripe-commands';
import { newKey, startFixture, type Fixture } from '../../../helpers/local-stripe';

const otherId = 'acct_1OfSomebodyElse';

describe('a key of another Stripe account, where the same meter would bill without any error', () => {
  let aws: Aws;
  let stripe: Fixture;

  beforeAll(async () => {
    aws = await startAws();
  }, 60_000);
  afterAll(() => aws.stop());
  beforeEach(async () => {
    stripe = await startFixture();
    process.env.STRIPE_API_BASE = stripe.server.url;
    await aws.secrets.create('test');
    await aws.secrets.create('live');
  });
  afterEach(() => stripe.server.stop());

  const keyOf = (mode: EnvironmentName, options: { accountId?: string; permissions?: string[] } = {}) => {
    const value = newKey(options.permissions ? 'rk' : 'sk', mode);
    stripe.server.addKey({ value, mode, ...options });
    return value;
  };
  const put = (mode: EnvironmentName, key: string): Promise<Seen> =>
    run(stripeKey, ['--workspace', mode, '--yes'], piped(key));
  const hold = (mode: EnvironmentName, key: string) =>
    aws.secrets.create(mode, JSON.stringify({ STRIPE_SECRET_KEY: key }));
  const lines = async (mode: EnvironmentName): Promise<Line[]> =>
    Promise.all(stripeChecks(new Facts(environmentOf(mode))).map(tried));
  const posts = () => stripe.server.requests.filter(({ method }) => method === 'POST');
  const refusal = (mode: EnvironmentName) =>
    `The key belongs to the Stripe account ${otherId}, but ${mode} bills with ${environmentOf(mode).stripeAccountId}.`;
  const advice = (mode: EnvironmentName) =>
    `if ${otherId} is the right account, write stripeAccountId: '${otherId}' for ${mode} in settings/environments.ts`;

  describe.each<EnvironmentName>(['test', 'live'])('in %s', (mode) => {
    test('is not stored by stripe:key, nor tried with a meter event', async () => {
      const { error, exitCode } = await put(mode, keyOf(mode, { accountId: otherId }));
      expect(exitCode).toBe(1);
      expect(error).toContain(refusal(mode));
      expect(error).toContain(advice(mode));
      expect(await aws.secrets.versions(mode)).toEqual([]);
      expect(posts()).toEqual([]);
    });

    test('is not used by stripe:catalog, whoever stored it', async () => {
      await hold(mode, keyOf(mode, { accountId: otherId }));
      const { error, exitCode } = await run(stripeCatalog, ['--workspace', mode, '--yes']);
      expect(exitCode).toBe(1);
      expect(error).toContain(refusal(mode));
      expect(posts()).toEqual([]);
    });

    test('fails in verify, which then says nothing of the catalog of that account', async () => {
      await hold(mode, keyOf(mode, { accountId: otherId }));
      const [account, ...others] = await lines(mode);
      expect(account).toMatchObject({
        id: 'stripe-account',
        outcome: 'failed',
        seen: `the key belongs to ${otherId}, but ${mode} bills with ${environmentOf(mode).stripeAccountId}`,
        remedy: [
          `npm run stripe:key -- --workspace ${mode}`,
          `npm run deploy:${mode} -- stripe-connection`,
          expect.stringContaining(advice(mode)),
        ],
      });
      expect(new Set(others.map(({ outcome, seen }) => `${outcome}: ${seen}`))).toEqual(
        new Set(['not checked: the key belongs to another Stripe account']),
      );
    });
  });

  test('a key of the account of the settings is stored, and the account is named', async () => {
    const { output, exitCode } = await put('live', keyOf('live'));
    expect(exitCode).toBe(0);
    expect(output).toContain(
      `Stripe accepts the key: account ${environmentOf('live').stripeAccountId}, live mode`,
    );
    await run(stripeCatalog, ['--workspace', 'live', '--yes']);
    expect((await lines('live')).map(({ outcome }) => outcome)).toEqual(Array(6).fill('passed'));
  });

  test("a restricted key needs no permission for it, because Stripe's 403 names the account too", async () => {
    const permissions = ['billing_meter_event_write', 'billing_meter_read'];
    expect(await put('live', keyOf('live', { permissions }))).toMatchObject({ exitCode: 0, error: '' });
    const { error } = await put('live', keyOf('live', { permissions, accountId: otherId }));
    expect(error).toContain(refusal('live'));
  });

  describe.each<EnvironmentName>(['test', 'live'])('where the 403 names no account, in %s', (mode) => {
    const unchecked =
      'The account of the restricted key could not be checked, because the key lacks the permission connected_account_read.';
    beforeEach(() => {
      stripe.server.faults.add({ path: '/v1/account', kind: 'status', status: 403 });
    });

    test('nothing is stored, because nobody knows whom the key would bill', async () => {
      const { error, exitCode } = await put(mode, keyOf(mode));
      expect([exitCode, error]).toEqual([1, expect.stringContaining(unchecked)]);
      expect(await aws.secrets.versions(mode)).toEqual([]);
    });

    test('stripe:catalog changes nothing, and verify names the permission to add', async () => {
      await hold(mode, keyOf(mode));
      expect(await run(stripeCatalog, ['--workspace', mode, '--yes'])).toMatchObject({
        exitCode: 1,
        error: expect.stringContaining(unchecked),
      });
      expect(posts()).toEqual([]);
      const [account, ...others] = await lines(mode);
      expect(account).toMatchObject({ outcome: 'failed', seen: expect.stringContaining(unchecked) });
      expect(others.every(({ outcome }) => outcome === 'not checked')).toBe(true);
    });
  });
});
