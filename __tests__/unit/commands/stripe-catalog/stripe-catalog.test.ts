import Stripe from 'stripe';
import { stripeCatalog } from '../../../../commands/stripe-catalog';
import type { StripeFault } from '@usage-billing/local-stripe/faults';
import { catalog } from '../../../../settings/catalog';
import { newKey, startFixture, type Fixture } from '../../../helpers/local-stripe';
import { run, startAws, typed, type Aws, type Seen } from '../../../helpers/stripe-commands';

const { meter: wanted, product, prices } = catalog;
const meterParams: Stripe.Billing.MeterCreateParams = {
  display_name: wanted.displayName,
  event_name: wanted.eventName,
  default_aggregation: { formula: wanted.aggregation },
  customer_mapping: { type: 'by_id', event_payload_key: wanted.customerKey },
  value_settings: { event_payload_key: wanted.valueKey },
};

describe('npm run stripe:catalog', () => {
  let aws: Aws;
  let fixture: Fixture;
  let stripe: Stripe;

  beforeAll(async () => {
    aws = await startAws();
  }, 60_000);
  afterAll(() => aws.stop());
  beforeEach(async () => {
    fixture = await startFixture();
    stripe = fixture.test;
    process.env.STRIPE_API_BASE = fixture.server.url;
    for (const mode of ['test', 'live'] as const) {
      await aws.secrets.create(mode, JSON.stringify({ STRIPE_SECRET_KEY: fixture.keys[mode] }));
    }
  });
  afterEach(() => fixture.server.stop());

  const make = (...args: string[]): Promise<Seen> =>
    run(stripeCatalog, args.length ? args : ['--workspace', 'test']);
  const meters = async (status?: 'active' | 'inactive'): Promise<Stripe.Billing.Meter[]> =>
    (await stripe.billing.meters.list({ status })).data;
  const allPrices = async (): Promise<Stripe.Price[]> => (await stripe.prices.list()).data;
  const priceOf = async (lookupKey = prices[0]!.lookupKey): Promise<Stripe.Price> =>
    (await stripe.prices.list({ lookup_keys: [lookupKey] })).data[0]!;
  const changesOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = fixture.server.requests.length;
    await work();
    const since = fixture.server.requests.slice(before);
    return since.filter(({ method }) => method === 'POST').map(({ path }) => path);
  };

  test('in an empty account it makes meter, product and prices, and prints their ids', async () => {
    const { output, error, exitCode } = await make();
    expect([exitCode, error]).toEqual([0, '']);
    const [meter] = await meters('active');
    expect(meter).toMatchObject(meterParams);
    expect(await stripe.products.retrieve(product.id)).toMatchObject({ ...product, active: true });
    expect(output).toContain(meter!.id);
    for (const { lookupKey, currency, unitAmountDecimal } of prices) {
      const price = await priceOf(lookupKey);
      expect(price).toMatchObject({
        currency,
        product: product.id,
        recurring: { interval: 'month', interval_count: 1, usage_type: 'metered', meter: meter!.id },
      });
      expect(String(price.unit_amount_decimal)).toBe(unitAmountDecimal);
      expect(output).toContain(`${price.id} (${lookupKey})`);
    }
    expect(output).not.toContain(fixture.keys.test);
  });

  test('the second time it changes nothing and says so', async () => {
    await make();
    let seen: Seen | undefined;
    expect(await changesOf(async () => (seen = await make()))).toEqual([]);
    expect(seen).toMatchObject({ exitCode: 0, output: expect.stringContaining('nothing to do') });
  });

  test('two at once make everything once, whichever is first', async () => {
    const seen = await Promise.all([make(), make(), make()]);
    expect(seen.map(({ error }) => error)).toEqual(['', '', '']);
    expect(await meters()).toHaveLength(1);
    expect(await allPrices()).toHaveLength(prices.length);
  });

  test('two at once that change a price make one new price', async () => {
    await make();
    const old = await priceOf();
    await stripe.prices.create({
      currency: 'usd',
      product: product.id,
      unit_amount: 5,
      lookup_key: old.lookup_key!,
      transfer_lookup_key: true,
    });
    const before = (await allPrices()).length;
    await Promise.all([make(), make()]);
    expect(await allPrices()).toHaveLength(before + 1);
  });

  test('live is refused without a terminal or --yes, after showing what it would do', async () => {
    const seen = await make('--workspace', 'live');
    expect(seen).toMatchObject({ exitCode: 1, error: expect.stringContaining('add --yes') });
    expect(seen.output).toContain(`+ meter ${wanted.eventName}`);
    expect((await fixture.live.billing.meters.list()).data).toEqual([]);
    expect((await make('--workspace', 'live', '--yes')).exitCode).toBe(0);
    expect((await fixture.live.billing.meters.list()).data).toHaveLength(1);
    expect(await meters()).toEqual([]);
  });

  test('live is done when a terminal answers yes', async () => {
    const { exitCode } = await run(stripeCatalog, ['--workspace', 'live'], typed('yes'));
    expect(exitCode).toBe(0);
    expect((await fixture.live.products.list()).data).toHaveLength(1);
  });

  test.each<[string, Partial<Stripe.Billing.MeterCreateParams>, string]>([
    [
      'another aggregation',
      { default_aggregation: { formula: 'count' } },
      'default_aggregation.formula is "count", not "sum"',
    ],
    [
      'another customer key',
      { customer_mapping: { type: 'by_id', event_payload_key: 'customer' } },
      'customer_mapping.event_payload_key is "customer", not "stripe_customer_id"',
    ],
    [
      'another value key',
      { value_settings: { event_payload_key: 'bytes' } },
      'value_settings.event_payload_key is "bytes", not "value"',
    ],
  ])('a meter made by hand with %s cannot be changed, so it says what to do', async (_, changes, message) => {
    const { id } = await stripe.billing.meters.create({ ...meterParams, ...changes });
    const { error, exitCode } = await make();
    expect(exitCode).toBe(1);
    expect(error).toContain(`The meter ${id}`);
    expect(error).toContain(message);
    expect(error).toContain('deactivate the meter in the Stripe Dashboard');
    expect((await stripe.products.list()).data).toEqual([]);

    await stripe.billing.meters.deactivate(id);
    expect((await make()).exitCode).toBe(0);
    expect(await meters('active')).toMatchObject([meterParams]);
  });

  test('a display name, product name and description made by hand are updated, nothing is made anew', async () => {
    const { id } = await stripe.billing.meters.create({ ...meterParams, display_name: 'Bytes' });
    await stripe.products.create({ id: product.id, name: 'Files', description: 'by hand', active: false });
    const { output } = await make();
    expect(output).toContain('display name "Bytes" → "File Processing (Bytes)"');
    expect(output).toContain('name "Files" → "File Processing"');
    expect(output).toContain('description "by hand"');
    expect(await stripe.billing.meters.retrieve(id)).toMatchObject(meterParams);
    expect(await stripe.products.retrieve(product.id)).toMatchObject({ ...product, active: true });
    expect(await meters()).toHaveLength(1);
  });

  test.each<[string, Partial<Stripe.PriceCreateParams>]>([
    ['amount', { unit_amount_decimal: Stripe.Decimal.from('0.002') }],
    ['currency', { currency: 'eur' }],
    ['interval', { recurring: { interval: 'year', usage_type: 'metered' } }],
    ['interval count', { recurring: { interval: 'month', interval_count: 3, usage_type: 'metered' } }],
    ['usage', { recurring: { interval: 'month' } }],
    ['product', { product: 'other' }],
  ])(
    'a price made by hand with another %s gives its lookup key to a new price and stays',
    async (name, changes) => {
      const meter = await stripe.billing.meters.create(meterParams);
      await stripe.products.create(product);
      await stripe.products.create({ id: 'other', name: 'Other' });
      const { recurring = { interval: 'month', usage_type: 'metered' }, ...others } = changes;
      const old = await stripe.prices.create({
        currency: 'usd',
        product: product.id,
        unit_amount_decimal: Stripe.Decimal.from(prices[0]!.unitAmountDecimal),
        lookup_key: prices[0]!.lookupKey,
        recurring: recurring.usage_type === 'metered' ? { ...recurring, meter: meter.id } : recurring,
        ...others,
      });
      const { output, exitCode } = await make();
      expect(exitCode).toBe(0);
      expect(output).toMatch(new RegExp(`\\+ price ${prices[0]!.lookupKey}: .*${name} .* → `));
      expect(output).toContain(`${old.id} stays for the subscriptions that have it`);
      expect((await priceOf()).id).not.toBe(old.id);
      expect(await stripe.prices.retrieve(old.id)).toMatchObject({ active: true, lookup_key: null });
      expect(await changesOf(make)).toEqual([]);
    },
  );

  test('an amount that is written otherwise is no change', async () => {
    const meter = await stripe.billing.meters.create(meterParams);
    await stripe.products.create(product);
    const { id } = await stripe.prices.create({
      currency: 'usd',
      product: product.id,
      unit_amount_decimal: Stripe.Decimal.from('0.00100'),
      lookup_key: prices[0]!.lookupKey,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    });
    await make();
    expect((await priceOf()).id).toBe(id);
  });

  test('what was made inactive becomes active again, with the same ids', async () => {
    await make();
    const [[meter], price] = [await meters(), await priceOf()];
    await stripe.prices.update(price.id, { active: false });
    await stripe.products.update(product.id, { active: false });
    await stripe.billing.meters.deactivate(meter!.id);
    const { output } = await make();
    expect(output.match(/inactive → active/g)).toHaveLength(3);
    expect(await meters('active')).toMatchObject([{ id: meter!.id }]);
    expect(await priceOf()).toMatchObject({ id: price.id, active: true });
    expect(await allPrices()).toHaveLength(prices.length);
  });

  test('a meter beyond the first page of a full account is found', async () => {
    await make();
    for (let i = 0; i < 100; i += 1) {
      await stripe.billing.meters.create({ ...meterParams, event_name: `other_${i}` });
    }
    expect(await changesOf(make)).toEqual([]);
  });

  test.each<[string, StripeFault, string]>([
    ['429', { kind: 'rate-limit' }, 'too many requests (429)'],
    ['500', { kind: 'status', status: 500 }, 'Stripe failed with 500'],
    ['401', { kind: 'status', status: 401 }, 'Stripe does not accept the key'],
  ])('a %s ends in a sentence, and the next run completes what is missing', async (_, fault, message) => {
    const remove = fixture.server.faults.add({ ...fault, method: 'POST', path: '/v1/prices' });
    const { error, exitCode } = await make();
    expect(exitCode).toBe(1);
    expect(error).toContain(message);
    remove();
    expect(await changesOf(make)).toEqual(prices.map(() => '/v1/prices'));
    expect(await allPrices()).toHaveLength(prices.length);
  });

  test('a 500 that Stripe stored does not block the catalog for a day, because the next key is tried', async () => {
    fixture.server.faults.add({
      kind: 'status',
      stored: true,
      path: '/v1/billing/meters',
      method: 'POST',
      times: 1,
    });
    expect((await make()).exitCode).toBe(0);
    expect(await meters()).toHaveLength(1);
  });

  test.each<StripeFault['kind']>(['reset-after', 'reset-before'])(
    'a connection that is lost (%s) makes nothing twice',
    async (kind) => {
      fixture.server.faults.add({ kind, method: 'POST', times: 1 });
      expect((await make()).exitCode).toBe(0);
      expect(await meters()).toHaveLength(1);
    },
  );

  test('a restricted key without a permission is told which one', async () => {
    const key = newKey('rk', 'test');
    const permissions = ['billing_meter_write', 'product_write', 'plan_read'];
    fixture.server.addKey({ value: key, mode: 'test', permissions });
    await aws.secrets.create('test', JSON.stringify({ STRIPE_SECRET_KEY: key }));
    const { error, exitCode } = await make();
    expect(exitCode).toBe(1);
    expect(error).toContain('lacks the permission plan_write');
    expect(error).not.toContain(key);
  });

  test.each([
    [
      'of the other mode',
      () => JSON.stringify({ STRIPE_SECRET_KEY: fixture.keys.live }),
      'a key of live mode',
    ],
    ['that is not the JSON', () => 'by hand', 'holds no {"STRIPE_SECRET_KEY": …}'],
    ['that was never put', () => undefined, 'Run "npm run stripe:key -- --workspace test"'],
  ])('a value %s in the secret is refused with what to run', async (_, value, message) => {
    await aws.secrets.create('test', value());
    const { error, exitCode } = await make();
    expect(exitCode).toBe(1);
    expect(error).toContain(message);
    expect(error).not.toContain(fixture.keys.live);
    expect(fixture.server.requests).toEqual([]);
  });
});
