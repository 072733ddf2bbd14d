import type Stripe from 'stripe';
import type { StripeFault } from '../src/faults';
import { fileEvent, fileMeter, startFixture, type Fixture } from './local-stripe';

describe('faults of local Stripe', () => {
  let fixture: Fixture;
  let patient: Stripe;

  beforeEach(async () => {
    fixture = await startFixture();
    fixture.server.addCustomer('test', 'cus_known');
    await fixture.test.billing.meters.create(fileMeter);
    patient = fixture.client(fixture.keys.test, { timeout: 1000 });
  });
  afterEach(() => fixture.server.stop());

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  const counted = (): number => fixture.server.meterEvents('test').length;

  test.each<[StripeFault, unknown, number]>([
    [{ kind: 'status', status: 500 }, 500, 0],
    [{ kind: 'status', status: 503 }, 503, 0],
    [{ kind: 'status', status: 500, taken: true }, 500, 1],
    [{ kind: 'status', status: 401 }, 401, 0],
    [{ kind: 'status', status: 403 }, 403, 0],
    [{ kind: 'status', status: 409 }, 409, 0],
    [{ kind: 'rate-limit' }, 429, 0],
    [{ kind: 'hang' }, 'hang', 0],
    [{ kind: 'lose-answer' }, 'hang', 1],
    [{ kind: 'reset-before' }, 'reset', 0],
    [{ kind: 'reset-after' }, 'reset', 1],
  ])('%j ends the request and says whether the event counts', async (fault, status, events) => {
    fixture.server.faults.add(fault);
    const body = 'event_name=file_processed&payload[stripe_customer_id]=cus_known&payload[value]=1';
    const silent = status === 'hang';
    const patience = new AbortController();
    const outcome = fixture
      .post('/v1/billing/meter_events', body, {}, patience.signal)
      .then((response) => response.status)
      .catch(() => 'no response');
    // Where no response will come, the client gives up once the request has arrived.
    await until(() => fixture.server.attempts.length === 1);
    if (silent) {
      patience.abort();
    }
    expect(await outcome).toBe(typeof status === 'number' ? status : 'no response');
    await until(() => fixture.server.attempts[0]?.status !== undefined);
    expect(fixture.server.attempts[0]?.status).toBe(status);
    expect(counted()).toBe(events);
  });

  test('a connection reset after the event was accepted does not bill twice, because the package retries with one key', async () => {
    fixture.server.faults.add({ kind: 'reset-after', times: 1 });
    await expect(patient.billing.meterEvents.create(fileEvent())).resolves.toBeDefined();
    expect(fixture.server.attempts.map(({ replayed }) => replayed)).toEqual([undefined, true]);
    expect(counted()).toBe(1);
  });

  test('a response lost after the event was accepted is a replayed 200 for the next attempt', async () => {
    fixture.server.faults.add({ kind: 'lose-answer', times: 1 });
    const event = fileEvent();
    const send = (): Promise<Stripe.Billing.MeterEvent> =>
      patient.billing.meterEvents.create(event, { idempotencyKey: 'one' });
    await expect(send()).rejects.toThrow('timeout');
    await expect(send()).resolves.toMatchObject({ identifier: event.identifier });
    expect(counted()).toBe(1);
  });

  test('without the same idempotency key the next attempt is a bare 400, although the event counts', async () => {
    fixture.server.faults.add({ kind: 'lose-answer', times: 1 });
    const event = fileEvent();
    await expect(patient.billing.meterEvents.create(event)).rejects.toThrow('timeout');
    await expect(patient.billing.meterEvents.create(event)).rejects.toMatchObject({ statusCode: 400 });
    expect(counted()).toBe(1);
  });

  test.each([
    ['/v1/billing/meters', () => patient.billing.meters.list()],
    ['/v1/billing/meters/:id', (id: string) => patient.billing.meters.retrieve(id)],
    [
      '/v1/billing/meters/:id/event_summaries',
      (id: string) =>
        patient.billing.meters.listEventSummaries(id, {
          customer: 'cus_known',
          start_time: 0,
          end_time: 60,
        }),
    ],
  ] as const)('a fault can meet GET %s of any meter, and no other path', async (path, read) => {
    const [meter] = (await patient.billing.meters.list()).data;
    fixture.server.faults.add({ kind: 'status', status: 503, method: 'GET', path, times: 1 });
    await expect(patient.prices.list()).resolves.toBeDefined();
    await expect(read(meter?.id ?? '')).rejects.toMatchObject({ statusCode: 503 });
    await expect(read(meter?.id ?? '')).resolves.toBeDefined();
  });

  test('a fault meets only the requests that it describes, and none after it was removed', async () => {
    const remove = fixture.server.faults.add({
      kind: 'status',
      method: 'POST',
      path: '/v1/billing/meter_events',
      when: (params) => params.identifier === 'unlucky',
    });
    const send = (identifier: string): Promise<unknown> =>
      patient.billing.meterEvents.create(fileEvent({ identifier }));
    await expect(send('lucky')).resolves.toBeDefined();
    await expect(patient.products.list()).resolves.toBeDefined();
    await expect(send('unlucky')).rejects.toMatchObject({ statusCode: 500 });
    remove();
    await expect(send('unlucky')).resolves.toBeDefined();
  });
});
