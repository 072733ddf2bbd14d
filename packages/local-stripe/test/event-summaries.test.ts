import type Stripe from 'stripe';
import { fileEvent, fileMeter, startFixture, type Fixture } from './local-stripe';

describe('event summaries of local Stripe', () => {
  let fixture: Fixture;
  let meter: Stripe.Billing.Meter;
  const minute = Math.floor(Date.now() / 60_000) * 60;
  const range = { customer: 'cus_known', start_time: minute - 600, end_time: minute + 60 };

  async function start(formula: 'sum' | 'count' | 'last', summaryDelaySeconds = 0): Promise<void> {
    fixture = await startFixture({ summaryDelaySeconds });
    fixture.server.addCustomer('test', 'cus_known');
    fixture.server.addCustomer('test', 'cus_other');
    meter = await fixture.test.billing.meters.create({ ...fileMeter, default_aggregation: { formula } });
    for (const [customer, value, timestamp] of [
      ['cus_known', '7', minute - 60],
      ['cus_known', '5', minute - 120],
      ['cus_known', '100', minute - 3600],
      ['cus_other', '1000', minute - 60],
    ] as const) {
      const payload = { stripe_customer_id: customer, value };
      await fixture.test.billing.meterEvents.create(fileEvent({ payload, timestamp }));
    }
  }
  afterEach(() => fixture.server.stop());

  test.each([
    ['sum', 12],
    ['count', 2],
    ['last', 7],
  ] as const)('%s aggregates only the customer and the time of the request', async (formula, expected) => {
    await start(formula);
    const { data } = await fixture.test.billing.meters.listEventSummaries(meter.id, range);
    expect(data).toMatchObject([{ meter: meter.id, aggregated_value: expected, livemode: false }]);
  });

  test.each([
    ['hour', [7, 5, 3]],
    ['day', [7, 3]],
  ] as const)(
    'a meter that is pre-aggregated by the %s counts only the newest event of each, as Stripe does',
    async (event_time_window, expected) => {
      fixture = await startFixture();
      fixture.server.addCustomer('test', 'cus_known');
      meter = await fixture.test.billing.meters.create({ ...fileMeter, event_time_window });
      const today = Math.floor(Date.now() / 86_400_000) * 86_400;
      const yesterday = today - 86_400;
      for (const [value, timestamp] of [
        ['2', yesterday + 600],
        ['3', yesterday + 1200],
        ['100', today - 86_400 * 2 + 60],
        ['5', today - 86_400 * 3 + 3600],
        ['7', today - 86_400 * 3 + 7200],
      ] as const) {
        const payload = { stripe_customer_id: 'cus_known', value };
        await fixture.test.billing.meterEvents.create(fileEvent({ payload, timestamp }));
      }
      const { data } = await fixture.test.billing.meters.listEventSummaries(meter.id, {
        customer: 'cus_known',
        start_time: today - 86_400 * 3,
        end_time: today,
      });
      const sum = [...expected, 100].reduce((total, value) => total + value, 0);
      expect(data).toMatchObject([{ aggregated_value: sum }]);
    },
  );

  describe('by window', () => {
    const day = Math.floor(Date.now() / 86_400_000) * 86_400 - 3 * 86_400;
    const grouped = (
      value_grouping_window: 'hour' | 'day',
      changes: Partial<Stripe.Billing.MeterListEventSummariesParams> = {},
    ): Stripe.ApiListPromise<Stripe.Billing.MeterEventSummary> =>
      fixture.test.billing.meters.listEventSummaries(meter.id, {
        customer: 'cus_known',
        start_time: day,
        end_time: day + 3 * 86_400,
        value_grouping_window,
        ...changes,
      });

    beforeEach(async () => {
      fixture = await startFixture();
      fixture.server.addCustomer('test', 'cus_known');
      meter = await fixture.test.billing.meters.create(fileMeter);
      for (const [value, timestamp] of [
        ['1', day],
        ['2', day + 3599],
        ['4', day + 3600],
        ['8', day + 2 * 86_400],
      ] as const) {
        const payload = { stripe_customer_id: 'cus_known', value };
        await fixture.test.billing.meterEvents.create(fileEvent({ payload, timestamp }));
      }
    });

    test.each([
      [
        'hour',
        [
          [day + 2 * 86_400, 3600, 8],
          [day + 3600, 3600, 4],
          [day, 3600, 3],
        ],
      ],
      [
        'day',
        [
          [day + 2 * 86_400, 86_400, 8],
          [day, 86_400, 7],
        ],
      ],
    ] as const)(
      'there is one summary for each %s in which something was counted',
      async (window, expected) => {
        const { data } = await grouped(window);
        expect(
          data.map((entry) => [entry.start_time, entry.end_time - entry.start_time, entry.aggregated_value]),
        ).toEqual(expected);
      },
    );

    test('the summaries are paged', async () => {
      const values: number[] = [];
      for await (const { aggregated_value } of grouped('hour', { limit: 1 })) {
        values.push(aggregated_value);
      }
      expect(values).toEqual([8, 4, 3]);
    });

    test.each([
      ['hour', { start_time: day + 60 }, 'start_time must be aligned with hour boundaries'],
      ['day', { end_time: day + 3600 }, 'end_time must be aligned with day boundaries'],
    ] as const)('a time within a %s is refused', async (window, changes, message) => {
      await expect(grouped(window, changes)).rejects.toThrow(message);
    });
  });

  test('a time within a minute is refused, because Stripe summarizes whole ones', async () => {
    await start('sum');
    const askew = { ...range, start_time: range.start_time + 1 };
    await expect(fixture.test.billing.meters.listEventSummaries(meter.id, askew)).rejects.toThrow(
      'start_time must be aligned with minute boundaries',
    );
  });

  test('an event shows only after the delay, because the summaries are eventually consistent', async () => {
    await start('sum', 900);
    const summaries = (): Promise<Stripe.ApiList<Stripe.Billing.MeterEventSummary>> =>
      fixture.test.billing.meters.listEventSummaries(meter.id, range);
    expect((await summaries()).data).toEqual([]);
    fixture.server.advanceHours(0.25);
    expect((await summaries()).data).toHaveLength(1);
  });
});
