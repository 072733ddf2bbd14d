import Stripe from 'stripe';
import { fileMeter, startFixture, type Fixture } from './local-stripe';

describe('meters, products, prices and customers of local Stripe', () => {
  let fixture: Fixture;
  let stripe: Stripe;

  beforeEach(async () => {
    fixture = await startFixture();
    stripe = fixture.test;
  });
  afterEach(() => fixture.server.stop());

  const metered = (meter: string, product: string): Stripe.PriceCreateParams => ({
    currency: 'usd',
    product,
    unit_amount_decimal: Stripe.Decimal.from('0.001'),
    recurring: { interval: 'month', usage_type: 'metered', meter },
    lookup_key: 'per_byte',
  });

  test('a second active meter of the same event name is rejected, an inactive one does not matter', async () => {
    const first = await stripe.billing.meters.create(fileMeter);
    await expect(stripe.billing.meters.create(fileMeter)).rejects.toThrow('file_processed');
    await stripe.billing.meters.deactivate(first.id);
    const second = await stripe.billing.meters.create(fileMeter);
    await expect(stripe.billing.meters.reactivate(first.id)).rejects.toThrow(second.id);
    const ids = async (status: 'active' | 'inactive'): Promise<string[]> =>
      (await stripe.billing.meters.list({ status })).data.map(({ id }) => id);
    expect(await ids('active')).toEqual([second.id]);
    expect(await ids('inactive')).toEqual([first.id]);
  });

  test('only the display name of a meter can change', async () => {
    const { id } = await stripe.billing.meters.create(fileMeter);
    await stripe.billing.meters.update(id, { display_name: 'Bytes' });
    expect(await stripe.billing.meters.retrieve(id)).toMatchObject({ display_name: 'Bytes' });
    const change = { event_name: 'other' } as Stripe.Billing.MeterUpdateParams;
    await expect(stripe.billing.meters.update(id, change)).rejects.toThrow('unknown parameter: event_name');
  });

  test("a meter has Stripe's default keys when none are given", async () => {
    const { customer_mapping: customer, value_settings: value } = await stripe.billing.meters.create({
      display_name: 'Calls',
      event_name: 'calls',
      default_aggregation: { formula: 'count' },
    });
    expect([customer, value]).toEqual([
      { type: 'by_id', event_payload_key: 'stripe_customer_id' },
      { event_payload_key: 'value' },
    ]);
  });

  test('a product may have a chosen id, once', async () => {
    const product = { id: 'file_processing', name: 'File Processing', description: 'ファイル処理' };
    await stripe.products.create(product);
    await expect(stripe.products.create(product)).rejects.toMatchObject({ code: 'resource_already_exists' });
    await stripe.products.update(product.id, { name: 'Files', description: '', active: false });
    expect(await stripe.products.retrieve(product.id)).toMatchObject({
      name: 'Files',
      description: null,
      active: false,
    });
    expect((await stripe.products.list({ active: true })).data).toEqual([]);
    await expect(stripe.products.retrieve('other')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('a price of a fraction of a cent keeps every decimal and has no whole amount', async () => {
    const meter = await stripe.billing.meters.create(fileMeter);
    const product = await stripe.products.create({ name: 'File Processing' });
    const price = await stripe.prices.create(metered(meter.id, product.id));
    expect(price).toMatchObject({
      unit_amount: null,
      livemode: false,
      type: 'recurring',
      recurring: { meter: meter.id, usage_type: 'metered', interval: 'month', interval_count: 1 },
    });
    expect(String(price.unit_amount_decimal)).toBe('0.001');
  });

  test('a lookup key belongs to one price until it is transferred', async () => {
    const meter = await stripe.billing.meters.create(fileMeter);
    const product = await stripe.products.create({ name: 'File Processing' });
    const first = await stripe.prices.create(metered(meter.id, product.id));
    await stripe.prices.update(first.id, { active: false });
    await expect(stripe.prices.create(metered(meter.id, product.id))).rejects.toThrow(
      `A price (\`${first.id}\`) already uses that lookup key.`,
    );
    const params = { ...metered(meter.id, product.id), transfer_lookup_key: true };
    const second = await stripe.prices.create(params);
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
    const { data } = await stripe.prices.list({ lookup_keys: ['per_byte', 'other'], product: product.id });
    expect(data.map(({ id }) => id)).toEqual([second.id]);
  });

  test('the amount of a price cannot change', async () => {
    const meter = await stripe.billing.meters.create(fileMeter);
    const product = await stripe.products.create({ name: 'File Processing' });
    const { id } = await stripe.prices.create(metered(meter.id, product.id));
    const change = { unit_amount_decimal: '2' } as unknown as Stripe.PriceUpdateParams;
    await expect(stripe.prices.update(id, change)).rejects.toThrow('unknown parameter: unit_amount_decimal');
  });

  test.each<[string, (meter: string) => Partial<Record<keyof Stripe.PriceCreateParams, unknown>>, string]>([
    [
      'without a meter',
      () => ({ recurring: { interval: 'month', usage_type: 'metered' } }),
      'Missing required param: recurring[meter].',
    ],
    [
      'on a meter but licensed',
      (meter) => ({ recurring: { interval: 'month', meter } }),
      'recurring[usage_type]=metered',
    ],
    ['with 13 decimals', () => ({ unit_amount_decimal: '0.0000000000001' }), 'at most 12 decimal places'],
    ['in no currency', () => ({ currency: 'xx' }), 'Invalid currency: xx'],
    ['of no product', () => ({ product: 'other' }), "No such product: 'other'"],
    ['with both amounts', () => ({ unit_amount: 1 }), 'You may only specify one of these parameters'],
    ['with tiers that are not its scheme', () => ({ tiers_mode: 'volume' }), 'with billing_scheme=tiered'],
    [
      'with tiers and an amount',
      () => ({ billing_scheme: 'tiered' }),
      'You may not specify unit_amount_decimal',
    ],
    [
      'with tiers that end',
      () => ({
        billing_scheme: 'tiered',
        tiers_mode: 'volume',
        tiers: [{ up_to: 5, unit_amount: 1 }],
        unit_amount_decimal: undefined,
      }),
      'The last tier must have up_to=inf',
    ],
    [
      'for groups that are not rounded',
      () => ({ transform_quantity: { divide_by: 10 } }),
      'Missing required param: transform_quantity[round]',
    ],
  ])('a price %s is refused', async (_, changes, message) => {
    const meter = await stripe.billing.meters.create(fileMeter);
    const product = await stripe.products.create({ name: 'File Processing' });
    const params = { ...metered(meter.id, product.id), ...changes(meter.id) } as Stripe.PriceCreateParams;
    await expect(stripe.prices.create(params)).rejects.toThrow(message);
  });

  test('a monthly price on a product of type good is refused, because those are not for subscriptions', async () => {
    const meter = await stripe.billing.meters.create(fileMeter);
    const product = await stripe.products.create({ name: 'Goods', type: 'good' });
    await expect(stripe.prices.create(metered(meter.id, product.id))).rejects.toThrow('of type good');
  });

  test('a price on a deactivated meter is refused', async () => {
    const meter = await stripe.billing.meters.create(fileMeter);
    const product = await stripe.products.create({ name: 'File Processing' });
    await stripe.billing.meters.deactivate(meter.id);
    await expect(stripe.prices.create(metered(meter.id, product.id))).rejects.toThrow('inactive');
  });

  test('lists are paged, so a caller that reads only the first page misses the rest', async () => {
    for (let i = 0; i < 25; i += 1) {
      await stripe.customers.create({ name: `Customer ${i}` });
    }
    const first = await stripe.customers.list();
    expect(first).toMatchObject({ has_more: true });
    expect(first.data).toHaveLength(10);
    const names = new Set<unknown>();
    for await (const { name } of stripe.customers.list({ limit: 7 })) {
      names.add(name);
    }
    expect(names.size).toBe(25);
  });

  test('a created customer can be found, an unknown one is a 404', async () => {
    const { id } = await stripe.customers.create({ email: 'a@example.com', metadata: { userId: '7' } });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ metadata: { userId: '7' } });
    expect((await stripe.customers.list({ email: 'a@example.com' })).data).toHaveLength(1);
    await expect(stripe.customers.retrieve('cus_none')).rejects.toThrow("No such customer: 'cus_none'");
  });
});
