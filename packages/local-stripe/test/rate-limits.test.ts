import { stripeRateLimits } from '../src/rate-limit';
import { startFixture, type Fixture } from './local-stripe';

describe("Stripe's rate limits", () => {
  let fixture: Fixture;
  const start = Date.now();

  beforeEach(async () => {
    fixture = await startFixture({ now: () => start, rateLimits: stripeRateLimits });
  });
  afterEach(() => fixture.server.stop());

  function statuses(requests: number, mode: 'test' | 'live', url: string, method = 'POST'): number[] {
    const headers = { authorization: `Bearer ${fixture.keys[mode]}` };
    return Array.from({ length: requests }, () => {
      const answer = fixture.server.handle({ method, url, headers });
      return typeof answer === 'string' ? 0 : answer.status;
    });
  }
  const limited = (all: number[]): number => all.filter((status) => status === 429).length;
  const events = '/v1/billing/meter_events';

  test('a sandbox has 25 requests a second, meter events and all others together', () => {
    expect(limited(statuses(20, 'test', events))).toBe(0);
    expect(limited(statuses(10, 'test', '/v1/billing/meters', 'GET'))).toBe(5);
    fixture.server.advanceSeconds(0.2);
    expect(limited(statuses(10, 'test', events))).toBe(5);
  });

  test('live meter events have 1,000 a second of their own', () => {
    expect(limited(statuses(1010, 'live', events))).toBe(10);
    expect(limited(statuses(110, 'live', '/v1/billing/meters', 'GET'))).toBe(10);
    fixture.server.advanceSeconds(1);
    expect(limited(statuses(1000, 'live', events))).toBe(0);
  });

  test('above the limit an event is a 429 that says why, is not stored and does not count', async () => {
    statuses(1000, 'live', events);
    const headers = { Authorization: `Bearer ${fixture.keys.live}`, 'Idempotency-Key': 'a' };
    const response = await fetch(fixture.server.url + events, { method: 'POST', headers });
    expect(response.status).toBe(429);
    expect(response.headers.get('stripe-rate-limited-reason')).toBe('endpoint-rate');
    expect(fixture.server.meterEvents('live')).toEqual([]);
    fixture.server.advanceSeconds(1);
    const again = await fetch(fixture.server.url + events, { method: 'POST', headers });
    expect(again.status).toBe(400);
    expect(again.headers.get('idempotent-replayed')).toBeNull();
  });
});
