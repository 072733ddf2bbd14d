import type Stripe from 'stripe';
import type { DropCode } from '../src/drops';
import { fileEvent, fileMeter, newKey, startFixture, type Fixture } from './local-stripe';

const reported = 'v1.billing.meter.error_report_triggered';
const noMeter = 'v1.billing.meter.no_meter_found';

describe('events that local Stripe drops after a 200', () => {
  let fixture: Fixture;
  let meter: Stripe.Billing.Meter;

  beforeEach(async () => {
    // Whole tens of seconds, so that two requests cannot fall into two windows of a report.
    const start = Math.floor(Date.now() / 10_000) * 10_000;
    fixture = await startFixture({ now: () => start, errorReportSamples: 2 });
    fixture.server.addCustomer('test', 'cus_known');
    meter = await fixture.test.billing.meters.create(fileMeter);
  });
  afterEach(() => fixture.server.stop());

  const timestamp = (): number => Math.floor(fixture.server.now() / 1000);
  const send = (identifier: string): Promise<unknown> =>
    fixture.test.billing.meterEvents.create(fileEvent({ identifier, timestamp: timestamp() }));
  const list = (params: Stripe.V2.Core.EventListParams = {}): Stripe.V2ListPromise<Stripe.V2.Core.Event> =>
    fixture.test.v2.core.events.list(params);
  async function drop(code: DropCode, ...identifiers: string[]): Promise<void> {
    const remove = fixture.server.dropLater({ mode: 'test', code });
    for (const identifier of identifiers) {
      await send(identifier);
    }
    remove();
    fixture.server.advanceSeconds(20);
  }

  test('never show in the summaries, although they were accepted and their identifiers are taken', async () => {
    const remove = fixture.server.dropLater({
      mode: 'test',
      identifier: 'lost',
      code: 'meter_event_invalid_value',
    });
    await send('lost');
    remove();
    await send('counted');
    await expect(send('lost')).rejects.toThrow('An event already exists with identifier lost.');
    const minute = Math.floor(timestamp() / 60) * 60;
    const { data } = await fixture.test.billing.meters.listEventSummaries(meter.id, {
      customer: 'cus_known',
      start_time: minute,
      end_time: minute + 60,
    });
    expect(data).toMatchObject([{ aggregated_value: 1024 }]);
    expect(fixture.server.meterEvents('test')).toMatchObject([
      { identifier: 'lost', droppedFor: 'meter_event_invalid_value' },
      { identifier: 'counted' },
    ]);
  });

  test('are reported some seconds later, not at once', async () => {
    fixture.server.dropLater({ mode: 'test', customer: 'cus_known', code: 'archived_meter', times: 1 });
    await send('a');
    expect((await list()).data).toEqual([]);
    fixture.server.advanceSeconds(12);
    expect((await list()).data).toMatchObject([
      {
        object: 'v2.core.event',
        type: reported,
        livemode: false,
        related_object: { id: meter.id, type: 'billing.meter' },
      },
    ]);
  });

  test('are counted in the data of a retrieved report, whose samples are incomplete', async () => {
    await drop('meter_event_no_customer_defined', 'a', 'b', 'c');
    const [listed] = (await list({ types: [reported] })).data;
    expect(listed).toMatchObject({ data: null });
    const event = await fixture.test.v2.core.events.retrieve(listed?.id ?? '');
    const start = new Date(timestamp() * 1000 - 20_000);
    expect(event).toMatchObject({
      data: {
        developer_message_summary: 'There are 3 invalid events',
        validation_start: start.toISOString(),
        validation_end: new Date(start.getTime() + 10_000).toISOString(),
        reason: {
          error_count: 3,
          error_types: [
            {
              code: 'meter_event_no_customer_defined',
              error_count: 3,
              sample_errors: [{ request: { identifier: 'a' } }, { request: { identifier: 'b' } }],
            },
          ],
        },
      },
    });
  });

  test('one without a meter is an event of its own type, related to no object', async () => {
    await drop('no_meter', 'a');
    await drop('archived_meter', 'b');
    expect((await list({ types: [noMeter] })).data).toMatchObject([{ type: noMeter, related_object: null }]);
    expect((await list({ object_id: meter.id })).data).toMatchObject([{ type: reported }]);
    expect((await list({ types: [noMeter, reported] })).data.map(({ type }) => type)).toEqual([
      reported,
      noMeter,
    ]);
  });

  test('pages follow one another, newest first, and a later page keeps the filters of the first', async () => {
    for (const identifier of ['a', 'b', 'c', 'd', 'e']) {
      await drop('archived_meter', identifier);
    }
    await drop('no_meter', 'f');
    const params = { types: [reported], limit: 2 };
    const created: string[] = [];
    for await (const event of list(params)) {
      created.push(event.created);
    }
    expect(created).toHaveLength(5);
    expect(created).toEqual([...created].sort().reverse());
    const first = await list(params);
    const second: Stripe.V2List<Stripe.V2.Core.Event> = await fixture.test.rawRequest(
      'GET',
      first.next_page_url ?? '',
    );
    expect(first.previous_page_url).toBeNull();
    expect(second.data.map((event) => event.created)).toEqual(created.slice(2, 4));
    const back: Stripe.V2List<Stripe.V2.Core.Event> = await fixture.test.rawRequest(
      'GET',
      second.previous_page_url ?? '',
    );
    expect(back.data.map(({ id }) => id)).toEqual(first.data.map(({ id }) => id));
    await expect(fixture.test.rawRequest('GET', `${first.next_page_url}&limit=5`)).rejects.toThrow(
      'unknown parameter: limit',
    );
  });

  test('a range of times is RFC 3339, each end with or without its limit', async () => {
    await drop('archived_meter', 'a');
    await drop('archived_meter', 'b');
    const [second, first] = (await list()).data;
    const found = async (created: Record<string, unknown>): Promise<(string | undefined)[]> =>
      (await list({ created: created as Stripe.RangeQueryParam })).data.map(({ id }) => id);
    expect(await found({ gt: first?.created })).toEqual([second?.id]);
    expect(await found({ gte: first?.created })).toEqual([second?.id, first?.id]);
    expect(await found({ lt: second?.created })).toEqual([first?.id]);
    expect(await found({ gte: first?.created, lte: first?.created })).toEqual([first?.id]);
    await expect(found({ gte: timestamp() })).rejects.toThrow('Invalid timestamp');
  });

  test('an event older than 30 days is gone', async () => {
    await drop('archived_meter', 'a');
    const [event] = (await list()).data;
    fixture.server.advanceHours(30 * 24);
    expect((await list()).data).toEqual([]);
    await expect(fixture.test.v2.core.events.retrieve(event?.id ?? '')).rejects.toMatchObject({
      statusCode: 404,
      code: 'not_found',
    });
  });

  test.each<[string, object, string]>([
    [
      'more than 20 types',
      { types: Array.from({ length: 21 }, () => reported) },
      'types can name at most 20 types.',
    ],
    [
      'a type it does not have',
      { types: ['v1.charge.failed'] },
      'local Stripe has no events of the type v1.charge.failed.',
    ],
    ['a page of 101', { limit: 101 }, 'limit must be between 1 and 100'],
    ['a parameter of v1', { starting_after: 'evt_1' }, 'Received unknown parameter: starting_after'],
    ['a page that none named', { page: 'page_x' }, 'Invalid page.'],
  ])('%s is refused in the form of v2', async (_, params, message) => {
    const error = await list(params).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ statusCode: 400, message: expect.stringContaining(message) });
    expect(error).toMatchObject({ code: 'invalid_fields', rawType: undefined, param: undefined });
  });

  test('a request without a version is refused, because v2 has no default', async () => {
    const response = await fetch(`${fixture.server.url}/v2/core/events`, {
      headers: { Authorization: `Bearer ${fixture.keys.test}` },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Stripe-Version');
  });

  test('a restricted key needs the permission to read events', async () => {
    const value = newKey('rk', 'test');
    fixture.server.addKey({ value, mode: 'test', permissions: ['billing_meter_read'] });
    await expect(fixture.client(value).v2.core.events.list()).rejects.toThrow('rak_event_read');
  });
});
