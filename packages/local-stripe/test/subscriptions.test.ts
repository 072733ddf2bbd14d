import Stripe from 'stripe';
import { fileEvent, fileMeter, newKey, startFixture, type Fixture } from './local-stripe';

const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('subscriptions and invoices of local Stripe', () => {
  let fixture: Fixture;
  let stripe: Stripe;
  let price: Stripe.Price;
  let meter: Stripe.Billing.Meter;
  let summaryDelaySeconds = 0;

  beforeEach(async () => {
    fixture = await startFixture({ now: () => Date.parse('2026-01-31T12:00:00Z'), summaryDelaySeconds });
    stripe = fixture.test;
    fixture.server.addCustomer('test', 'cus_known');
    meter = await stripe.billing.meters.create(fileMeter);
    price = await newPrice();
  });
  afterEach(() => fixture.server.stop());

  async function newPrice(changes: Partial<Stripe.PriceCreateParams> = {}): Promise<Stripe.Price> {
    const product = await stripe.products.create({ name: 'File Processing' });
    return await stripe.prices.create({
      currency: 'usd',
      product: product.id,
      unit_amount_decimal: Stripe.Decimal.from('0.001'),
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      ...changes,
    });
  }
  const subscribe = (...prices: string[]): Promise<Stripe.Subscription> =>
    stripe.subscriptions.create({ customer: 'cus_known', items: prices.map((id) => ({ price: id })) });
  const use = (value: string, timestamp = Math.floor(fixture.server.now() / 1000)): Promise<unknown> =>
    stripe.billing.meterEvents.create(
      fileEvent({ payload: { stripe_customer_id: 'cus_known', value }, timestamp }),
    );
  const advanceTo = (iso: string): void =>
    fixture.server.advanceSeconds(seconds(iso) - fixture.server.now() / 1000);

  test('a subscription has its periods on its items, month by month from its first day', async () => {
    const { id } = await subscribe(price.id);
    const period = async (): Promise<(number | undefined)[]> => {
      const [item] = (await stripe.subscriptions.retrieve(id)).items.data;
      return [item?.current_period_start, item?.current_period_end];
    };
    expect(await period()).toEqual(['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z'].map(seconds));
    advanceTo('2026-02-28T12:00:00Z');
    expect(await period()).toEqual(['2026-02-28T12:00:00Z', '2026-03-31T12:00:00Z'].map(seconds));
    advanceTo('2026-05-01T00:00:00Z');
    expect(await period()).toEqual(['2026-04-30T12:00:00Z', '2026-05-31T12:00:00Z'].map(seconds));
    expect((await stripe.invoices.list({ customer: 'cus_known' })).data).toHaveLength(3);
  });

  test('subscriptions are found by customer, price and status, without a status the canceled ones are not', async () => {
    const second = await newPrice();
    fixture.server.addCustomer('test', 'cus_other');
    const mine = await subscribe(price.id, second.id);
    const other = await stripe.subscriptions.create({ customer: 'cus_other', items: [{ price: price.id }] });
    const found = async (params: Stripe.SubscriptionListParams): Promise<string[]> =>
      (await stripe.subscriptions.list(params)).data.map(({ id }) => id);
    expect(await found({})).toEqual([other.id, mine.id]);
    expect(await found({ limit: 1 })).toEqual([other.id]);
    expect(await found({ starting_after: other.id })).toEqual([mine.id]);
    expect(await found({ customer: 'cus_known' })).toEqual([mine.id]);
    expect(await found({ price: second.id })).toEqual([mine.id]);
    await expect(stripe.subscriptions.cancel(mine.id, { invoice_now: true })).rejects.toThrow(
      'local Stripe does not support the parameter invoice_now.',
    );
    await stripe.subscriptions.cancel(mine.id);
    expect(await found({})).toEqual([other.id]);
    expect(await found({ status: 'canceled' })).toEqual([mine.id]);
    expect(await found({ status: 'all' })).toEqual([other.id, mine.id]);
    const { data } = await stripe.subscriptionItems.list({ subscription: mine.id });
    expect(data.map((item) => item.price.id)).toEqual([second.id, price.id]);
  });

  test('an object holds ten items of a list, the rest must be asked for', async () => {
    const prices: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      prices.push((await newPrice()).id);
    }
    const subscription = await subscribe(...prices);
    expect(subscription.items).toMatchObject({ has_more: true });
    expect(subscription.items.data).toHaveLength(10);
    const rest = await stripe.subscriptionItems.list({
      subscription: subscription.id,
      starting_after: subscription.items.data[9]?.id,
    });
    expect(rest.data.map((item) => item.price.id)).toEqual([prices[1], prices[0]]);
    const invoice = await stripe.invoices.retrieve(
      fixture.server.closeBillingPeriod('test', subscription.id),
    );
    expect(invoice.lines.has_more).toBe(true);
    const lines = await stripe.invoices.listLineItems(invoice.id, { limit: 20 });
    expect(lines.data).toHaveLength(12);
  });

  test('an invoice is a draft for an hour, takes late usage, and is final afterwards', async () => {
    const { id } = await subscribe(price.id);
    await use('100000');
    advanceTo('2026-02-28T12:30:00Z');
    await use('50000', seconds('2026-02-28T11:59:59Z'));
    await use('7', seconds('2026-02-28T12:00:00Z'));
    const [draft] = (await stripe.invoices.list({ status: 'draft' })).data;
    expect(draft).toMatchObject({
      customer: 'cus_known',
      total: 150,
      period_start: seconds('2026-01-31T12:00:00Z'),
      period_end: seconds('2026-02-28T12:00:00Z'),
      automatically_finalizes_at: seconds('2026-02-28T13:00:00Z'),
      status_transitions: { finalized_at: null },
      parent: { subscription_details: { subscription: id } },
    });
    advanceTo('2026-02-28T14:00:00Z');
    await use('900000', seconds('2026-02-28T11:00:00Z'));
    const invoice = await stripe.invoices.retrieve(draft?.id ?? '');
    expect(invoice).toMatchObject({
      status: 'open',
      total: 150,
      status_transitions: { finalized_at: seconds('2026-02-28T13:00:00Z') },
    });
    expect(invoice.lines.data).toMatchObject([
      {
        quantity: 150_000,
        amount: 150,
        period: { start: seconds('2026-01-31T12:00:00Z'), end: seconds('2026-02-28T12:00:00Z') },
        pricing: { price_details: { price: price.id, product: price.product } },
      },
    ]);
  });

  test('a cancellation after an invoice is final does not change it', async () => {
    await subscribe(price.id);
    advanceTo('2026-02-28T11:59:00Z');
    await stripe.billing.meterEvents.create(
      fileEvent({
        identifier: 'a',
        payload: { stripe_customer_id: 'cus_known', value: '100000' },
        timestamp: seconds('2026-02-28T11:59:00Z'),
      }),
    );
    advanceTo('2026-02-28T14:00:00Z');
    await stripe.billing.meterEventAdjustments.create({
      event_name: 'file_processed',
      type: 'cancel',
      cancel: { identifier: 'a' },
    });
    expect((await stripe.invoices.list()).data).toMatchObject([{ total: 100 }]);
  });

  test('an invoice can be paid or voided, one over nothing or less is paid at once', async () => {
    const { id } = await subscribe(price.id);
    const invoices: string[] = [];
    for (const value of ['5000000', '7000000', '-5']) {
      await use(value);
      fixture.server.advanceSeconds(60);
      invoices.push(fixture.server.closeBillingPeriod('test', id));
    }
    expect(() => fixture.server.settleInvoice('test', invoices[0] ?? '', 'paid')).toThrow('is draft');
    fixture.server.advanceHours(1);
    fixture.server.settleInvoice('test', invoices[0] ?? '', 'paid');
    fixture.server.settleInvoice('test', invoices[1] ?? '', 'void');
    const { data } = await stripe.invoices.list({ customer: 'cus_known' });
    expect(data.map(({ status, total }) => [status, total])).toEqual([
      ['paid', 0],
      ['void', 7000],
      ['paid', 5000],
    ]);
    expect((await stripe.invoices.list({ status: 'void' })).data.map((invoice) => invoice.id)).toEqual([
      invoices[1],
    ]);
    const created = { gt: data[2]?.created, lte: data[1]?.created };
    expect((await stripe.invoices.list({ created })).data.map((invoice) => invoice.id)).toEqual([
      invoices[1],
    ]);
  });

  test('usage in groups is rounded as the price says', async () => {
    const grouped = await newPrice({
      unit_amount_decimal: Stripe.Decimal.from('2.5'),
      transform_quantity: { divide_by: 1000, round: 'up' },
    });
    const { id } = await subscribe(grouped.id);
    await use('2001');
    fixture.server.advanceSeconds(60);
    const invoice = await stripe.invoices.retrieve(fixture.server.closeBillingPeriod('test', id));
    expect(invoice.total).toBe(8);
  });

  test.each<[string, () => Promise<Stripe.SubscriptionCreateParams>, string]>([
    [
      'an unknown customer',
      async () => ({ customer: 'cus_none', items: [{ price: price.id }] }),
      "No such customer: 'cus_none'",
    ],
    [
      'an unknown price',
      async () => ({ customer: 'cus_known', items: [{ price: 'price_none' }] }),
      "No such price: 'price_none'",
    ],
    ['no items', async () => ({ customer: 'cus_known' }), 'Missing required param: items.'],
    [
      'a price twice',
      async () => ({ customer: 'cus_known', items: [{ price: price.id }, { price: price.id }] }),
      'Cannot add multiple subscription items with the same price.',
    ],
    [
      'two currencies',
      async () => ({
        customer: 'cus_known',
        items: [{ price: price.id }, { price: (await newPrice({ currency: 'jpy' })).id }],
      }),
      'same currency',
    ],
    [
      'an inactive price',
      async () => {
        await stripe.prices.update(price.id, { active: false });
        return { customer: 'cus_known', items: [{ price: price.id }] };
      },
      'only accepts active prices',
    ],
    [
      'a licensed price',
      async () => ({
        customer: 'cus_known',
        items: [{ price: (await newPrice({ recurring: { interval: 'month' } })).id }],
      }),
      'local Stripe subscribes only to metered prices',
    ],
    [
      'a parameter that local Stripe lacks',
      async () => ({ customer: 'cus_known', items: [{ price: price.id, quantity: 1 }] }),
      'local Stripe does not support the parameter items[0][quantity].',
    ],
  ])('a subscription with %s is refused', async (_, params, message) => {
    await expect(stripe.subscriptions.create(await params())).rejects.toThrow(message);
    expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
  });

  test('a restricted key needs the permission to read each of them', async () => {
    const value = newKey('rk', 'test');
    fixture.server.addKey({ value, mode: 'test', permissions: ['customer_read'] });
    const restricted = fixture.client(value);
    await expect(restricted.subscriptions.list()).rejects.toThrow('rak_subscription_read');
    await expect(restricted.subscriptionItems.list({ subscription: 'sub_1' })).rejects.toThrow(
      'rak_subscription_read',
    );
    await expect(restricted.invoices.list()).rejects.toThrow('rak_invoice_read');
  });

  describe('with a delay of aggregation', () => {
    beforeAll(() => {
      summaryDelaySeconds = 60;
    });
    afterAll(() => {
      summaryDelaySeconds = 0;
    });

    test('usage reported seconds before an invoice is final may not be on it', async () => {
      await subscribe(price.id);
      advanceTo('2026-02-28T12:59:30Z');
      await use('100000', seconds('2026-02-28T11:00:00Z'));
      advanceTo('2026-02-28T14:00:00Z');
      expect((await stripe.invoices.list()).data).toMatchObject([{ total: 0 }]);
    });
  });
});
