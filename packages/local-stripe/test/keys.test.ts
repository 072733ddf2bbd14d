import { fileEvent, fileMeter, newKey, startFixture, type Fixture } from './local-stripe';

describe('keys of local Stripe', () => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await startFixture();
    fixture.server.addCustomer('test', 'cus_known');
    await fixture.test.billing.meters.create(fileMeter);
  });
  afterEach(() => fixture.server.stop());

  const sendWith = (key: string): Promise<unknown> =>
    fixture.client(key).billing.meterEvents.create(fileEvent());

  test('an unknown key is a 401 that shows no more of it than its last characters', async () => {
    const key = newKey('sk', 'test');
    const error = await sendWith(key).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ statusCode: 401 });
    expect(String(error)).toMatch(/Invalid API Key provided: sk_test_\*+.{4}$/);
    expect(JSON.stringify(error)).not.toContain(key);
  });

  test('a revoked key is a 401 until it is added again', async () => {
    fixture.server.revokeKey(fixture.keys.test);
    await expect(sendWith(fixture.keys.test)).rejects.toMatchObject({ statusCode: 401 });
    fixture.server.addKey({ value: fixture.keys.test, mode: 'test' });
    await expect(sendWith(fixture.keys.test)).resolves.toBeDefined();
  });

  test('a publishable key is rejected, because it may not send events', async () => {
    await expect(sendWith(newKey('pk', 'test'))).rejects.toThrow('publishable API key');
  });

  test('the response to a request without a key says which header to send', async () => {
    const response = await fetch(`${fixture.server.url}/v1/products`);
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('Authorization header');
  });

  test('a key is also accepted as the user name of Basic authentication', async () => {
    const credentials = Buffer.from(`${fixture.keys.test}:`).toString('base64');
    const response = await fetch(`${fixture.server.url}/v1/products`, {
      headers: { Authorization: `Basic ${credentials}` },
    });
    expect(response.status).toBe(200);
  });

  test('a restricted key does what its permissions say, and a 403 names the one that is missing', async () => {
    const key = newKey('rk', 'test');
    fixture.server.addKey({ value: key, mode: 'test', permissions: ['billing_meter_event_write'] });
    await expect(sendWith(key)).resolves.toBeDefined();
    await expect(fixture.client(key).prices.list()).rejects.toMatchObject({
      statusCode: 403,
      message: expect.stringContaining("Having the 'rak_plan_read' permission would allow this request"),
    });
  });

  test('a key that names no account belongs to the one of its mode, as a team’s keys do', async () => {
    const accountIds = { test: 'acct_ours', live: 'acct_ours_live' };
    const ours = await startFixture({ accountIds });
    expect(await ours.test.accounts.retrieveCurrent()).toMatchObject({ id: accountIds.test });
    expect(await ours.live.accounts.retrieveCurrent()).toMatchObject({ id: accountIds.live });
    await ours.server.stop();
  });

  test('an account that a key names shares nothing with the one of the other keys', async () => {
    const key = newKey('sk', 'test');
    fixture.server.addKey({ value: key, mode: 'test', accountId: 'acct_other' });
    expect(await fixture.client(key).accounts.retrieveCurrent()).toMatchObject({ id: 'acct_other' });
    expect((await fixture.client(key).billing.meters.list()).data).toEqual([]);
    expect((await fixture.test.billing.meters.list()).data).toHaveLength(1);
  });

  test('a 403 names the account of the key, also for the account itself', async () => {
    const value = newKey('rk', 'live');
    fixture.server.addKey({ value, mode: 'live', accountId: 'acct_other', permissions: [] });
    await expect(fixture.client(value).accounts.retrieveCurrent()).rejects.toThrow(
      "on account 'acct_other'. Having the 'rak_connected_account_read' permission",
    );
  });

  test('permission to write is permission to read', async () => {
    const key = newKey('rk', 'test');
    fixture.server.addKey({ value: key, mode: 'test', permissions: ['product_write'] });
    await expect(fixture.client(key).products.list()).resolves.toBeDefined();
  });

  test('a key whose prefix is of the other mode, or an unknown permission, is rejected', () => {
    expect(() => fixture.server.addKey({ value: newKey('sk', 'live'), mode: 'test' })).toThrow('test mode');
    const value = newKey('rk', 'test');
    expect(() => fixture.server.addKey({ value, mode: 'test', permissions: ['charge_write'] })).toThrow(
      'local Stripe does not support the permission charge_write.',
    );
  });

  test('every response names the request and the API version', async () => {
    const response = await fixture.post('/v1/customers', '', { 'Stripe-Version': '2026-10-28.endive' });
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(response.headers.get('stripe-version')).toBe('2026-10-28.endive');
  });

  test('an unknown API version is rejected', async () => {
    const response = await fixture.post('/v1/customers', '', { 'Stripe-Version': '2026-99-99' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Invalid Stripe API version: 2026-99-99');
  });

  test('what local Stripe does not support is rejected by name', async () => {
    await expect(fixture.test.coupons.list()).rejects.toThrow(
      'local Stripe does not support GET /v1/coupons',
    );
    await expect(fixture.test.products.create({ name: 'a', url: 'https://example.com' })).rejects.toThrow(
      'local Stripe does not support the parameter url.',
    );
  });

  test('the log of requests holds no key', async () => {
    await sendWith(fixture.keys.test);
    expect(JSON.stringify(fixture.server.requests)).not.toContain(fixture.keys.test);
    expect(fixture.server.attempts).toEqual([expect.objectContaining({ status: 200 })]);
  });
});
