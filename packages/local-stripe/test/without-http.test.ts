import Stripe from 'stripe';
import { LocalStripeApi } from '../src/local-stripe';
import { newKey } from './local-stripe';

describe('local Stripe without HTTP', () => {
  const start = Date.parse('2026-03-01T00:00:00Z');
  let now: number;
  let api: LocalStripeApi;
  let meterId: string;
  const key = newKey('sk', 'test');

  beforeEach(() => {
    now = start;
    api = new LocalStripeApi({ keys: [{ value: key, mode: 'test' }], now: () => now });
    const meter = request('POST', '/v1/billing/meters', {
      display_name: 'Bytes',
      event_name: 'file_processed',
      'default_aggregation[formula]': 'sum',
    });
    meterId = (meter.body as { id: string }).id;
  });

  function request(
    method: string,
    path: string,
    params: Record<string, string>,
    idempotencyKey?: string,
  ): { status: unknown; headers?: Record<string, string>; body?: unknown } {
    const text = new URLSearchParams(params).toString();
    const answer = api.handle({
      method,
      url: method === 'GET' ? `${path}?${text}` : path,
      headers: {
        authorization: `Bearer ${key}`,
        'stripe-version': Stripe.API_VERSION,
        'idempotency-key': idempotencyKey,
      },
      body: method === 'GET' ? '' : text,
    });
    return typeof answer === 'string'
      ? { status: answer }
      : { ...answer, body: JSON.parse(answer.body) as unknown };
  }
  const send = (identifier: string, customer: string, idempotencyKey?: string): unknown =>
    request(
      'POST',
      '/v1/billing/meter_events',
      {
        event_name: 'file_processed',
        identifier,
        'payload[stripe_customer_id]': customer,
        'payload[value]': '5',
        timestamp: String(now / 1000),
      },
      idempotencyKey,
    ).status;
  const used = (customer: string): unknown =>
    request('GET', `/v1/billing/meters/${meterId}/event_summaries`, {
      customer,
      start_time: String(start / 1000),
      end_time: String(start / 1000 + 3600),
    }).body;

  test('answers at once, and its clock is the one it was given', () => {
    api.addCustomer('test', 'cus_a');
    expect(send('a', 'cus_a')).toBe(200);
    expect(send('a', 'cus_a')).toBe(400);
    expect(used('cus_a')).toMatchObject({ data: [] });
    now += 60_000;
    expect(used('cus_a')).toMatchObject({ data: [{ aggregated_value: 5 }] });
    now += 24 * 3_600_000;
    expect(send('a', 'cus_a')).toBe(200);
  });

  test('a fault without a response says so, and frees the idempotency key at once', () => {
    api.addCustomer('test', 'cus_a');
    for (const [kind, outcome] of [
      ['hang', 'hang'],
      ['lose-answer', 'hang'],
      ['reset-before', 'reset'],
    ] as const) {
      api.faults.add({ kind, times: 1 });
      expect(send(kind, 'cus_a', kind)).toBe(outcome);
      expect(send(kind, 'cus_a', kind)).toBe(200);
    }
    expect(api.meterEvents('test').map(({ identifier }) => identifier)).toEqual([
      'hang',
      'lose-answer',
      'reset-before',
    ]);
  });

  test('a response that is repeated is the first one, whatever became of the object', () => {
    const create = (): unknown => request('POST', '/v1/products', { name: 'First' }, 'one').body;
    const { id } = create() as { id: string };
    request('POST', `/v1/products/${id}`, { name: 'Second' });
    expect(create()).toMatchObject({ id, name: 'First' });
  });

  test('the time for an event and a summary does not grow with the events before them', () => {
    const customers = Array.from({ length: 500 }, (_, index) => `cus_${index}`);
    customers.forEach((customer) => api.addCustomer('test', customer));
    const timed = (round: number): number => {
      const begin = performance.now();
      for (const customer of customers) {
        send(`${round}-${customer}`, customer);
        used(customer);
      }
      return performance.now() - begin;
    };
    timed(0);
    const early = Math.min(timed(1), timed(2));
    for (let round = 3; round < 20; round += 1) {
      customers.forEach((customer) => send(`${round}-${customer}`, customer));
    }
    // Far above the noise of a busy machine, far below the eightfold of reading every event.
    expect(Math.min(timed(20), timed(21), timed(22))).toBeLessThan(early * 4);
  });
});
