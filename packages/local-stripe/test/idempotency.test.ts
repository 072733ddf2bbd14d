import { fileEvent, fileMeter, startFixture, type Fixture } from './local-stripe';

describe('idempotency keys of local Stripe', () => {
  let fixture: Fixture;
  const events = '/v1/billing/meter_events';
  const body = (identifier: string, value = 1): string =>
    new URLSearchParams({
      event_name: 'file_processed',
      identifier,
      'payload[stripe_customer_id]': 'cus_known',
      'payload[value]': String(value),
    }).toString();
  const post = (identifier: string, key: string, value?: number): Promise<Response> =>
    fixture.post(events, body(identifier, value), { 'Idempotency-Key': key });

  beforeEach(async () => {
    fixture = await startFixture();
    fixture.server.addCustomer('test', 'cus_known');
    await fixture.test.billing.meters.create(fileMeter);
  });
  afterEach(() => fixture.server.stop());

  test('the same request again is the same 200 again, so a request whose response was lost can be sent again', async () => {
    const first = await post('a', 'key-1');
    const second = await post('a', 'key-1');
    expect(second.status).toBe(200);
    expect(await second.json()).toEqual(await first.json());
    expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(fixture.server.meterEvents('test')).toHaveLength(1);
    expect(fixture.server.attempts.map(({ replayed }) => replayed)).toEqual([false, true]);
  });

  test('other parameters or another endpoint under the same key are an idempotency_error', async () => {
    await post('a', 'key-1');
    for (const [path, text] of [
      [events, body('a', 2)],
      ['/v1/customers', ''],
    ] as const) {
      const response = await fixture.post(path, text, { 'Idempotency-Key': 'key-1' });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { type: 'idempotency_error' } });
    }
  });

  test('a stored 500 is repeated, and only another key gets through', async () => {
    fixture.server.faults.add({ kind: 'status', status: 500, stored: true, times: 1 });
    const statuses = [await post('a', 'key-1'), await post('a', 'key-1'), await post('a', 'key-2')];
    expect(statuses.map(({ status }) => status)).toEqual([500, 500, 200]);
    expect(statuses[1]?.headers.get('idempotent-replayed')).toBe('true');
  });

  test.each([429, 500] as const)('a %i that is not stored is passed by the next attempt', async (status) => {
    fixture.server.faults.add({ kind: 'status', status, times: 1 });
    expect((await post('a', 'key-1')).status).toBe(status);
    expect((await post('a', 'key-1')).status).toBe(200);
  });

  test('a failed validation is not stored, so corrected parameters may use the same key', async () => {
    const invalid = await fixture.post(events, 'identifier=a', { 'Idempotency-Key': 'key-1' });
    expect(invalid.status).toBe(400);
    expect((await post('a', 'key-1')).status).toBe(200);
  });

  test('a rejection after the endpoint began to execute is stored, even when its reason no longer holds', async () => {
    await fixture.post(events, body('a').replace('known', 'late'), { 'Idempotency-Key': 'key-1' });
    fixture.server.addCustomer('test', 'cus_late');
    const again = await fixture.post(events, body('a').replace('known', 'late'), {
      'Idempotency-Key': 'key-1',
    });
    expect(again.status).toBe(400);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  test('a revoked key is not stored, so the new key gets through with the same idempotency key', async () => {
    fixture.server.faults.add({ kind: 'status', status: 401, times: 1 });
    expect((await post('a', 'key-1')).status).toBe(401);
    expect((await post('a', 'key-1')).status).toBe(200);
  });

  test('the same key while the first request is being done is a 409', async () => {
    fixture.server.faults.add({ kind: 'hang', times: 1 });
    const abort = new AbortController();
    const first = fetch(fixture.server.url + events, {
      method: 'POST',
      body: body('a'),
      headers: { Authorization: `Bearer ${fixture.keys.test}`, 'Idempotency-Key': 'key-1' },
      signal: abort.signal,
    }).catch((error: Error) => error.name);
    while (fixture.server.attempts.length < 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const second = await post('a', 'key-1');
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ error: { code: 'idempotency_key_in_use' } });
    abort.abort();
    expect(await first).toBe('AbortError');
  });

  test('a key belongs to one mode and is forgotten after 24 hours', async () => {
    fixture.server.addCustomer('live', 'cus_known');
    await fixture.live.billing.meters.create(fileMeter);
    await post('a', 'key-1');
    const live = await fixture.live.billing.meterEvents.create(fileEvent(), { idempotencyKey: 'key-1' });
    expect(live.livemode).toBe(true);
    fixture.server.advanceHours(24);
    expect((await post('b', 'key-1')).status).toBe(200);
    expect(fixture.server.meterEvents('test')).toHaveLength(2);
  });
});
