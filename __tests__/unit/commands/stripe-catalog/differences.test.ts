import Stripe from 'stripe';
import { stripeCatalog } from '../../../../commands/stripe-catalog';
import { tried, type Line } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import { stripeChecks } from '../../../../commands/verify/checks/stripe';
import { meterDifferences, meterParams } from '../../../../clients/stripe/meter';
import { catalog } from '../../../../settings/catalog';
import { environmentOf } from '../../../../settings/environments';
import { run, startAws, type Aws, type Seen } from '../../../helpers/stripe-commands';
import { startFixture, type Fixture } from '../../../helpers/local-stripe';
import { meterCases, priceCases, productCases, type HandMade } from './difference-cases';

const [usd] = catalog.prices;

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
  await aws.secrets.create('test', JSON.stringify({ STRIPE_SECRET_KEY: fixture.keys.test }));
});
afterEach(() => fixture.server.stop());

const make = (): Promise<Seen> => run(stripeCatalog, ['--workspace', 'test']);

/** The catalog as somebody made it by hand, right but for one property. */
async function byHand({ meter, product, price, afterwards }: HandMade): Promise<void> {
  const { id } = await stripe.billing.meters.create({ ...meterParams(catalog.meter), ...meter });
  await stripe.products.create({ ...catalog.product, ...product });
  await stripe.products.create({ id: 'other', name: 'Other' });
  for (const { lookupKey, currency, unitAmountDecimal } of catalog.prices) {
    const { recurring, ...changes } = (lookupKey === usd!.lookupKey && price) || {};
    await stripe.prices.create({
      currency,
      product: product?.type === 'good' ? 'other' : catalog.product.id,
      ...(changes.billing_scheme !== 'tiered' && {
        unit_amount_decimal: Stripe.Decimal.from(unitAmountDecimal),
      }),
      lookup_key: lookupKey,
      recurring: {
        interval: 'month',
        ...(recurring?.usage_type !== 'licensed' && { usage_type: 'metered', meter: id }),
        ...recurring,
      },
      ...changes,
    });
  }
  await afterwards?.(stripe);
}

/** The lines of verify that look at Stripe, each tried anew. */
async function lines(): Promise<Record<string, Line>> {
  const tries = await Promise.all(stripeChecks(new Facts(environmentOf('test'))).map(tried));
  return Object.fromEntries(tries.map((line) => [line.id, line]));
}

async function failing(): Promise<string[]> {
  return Object.values(await lines())
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ id }) => id);
}

const changes = () => fixture.server.requests.filter(({ method }) => method === 'POST').length;

test('a catalog made by hand as the settings say has no difference', async () => {
  await byHand({});
  const before = changes();
  expect(await failing()).toEqual([]);
  expect(await make()).toMatchObject({ exitCode: 0, output: expect.stringContaining('nothing to do') });
  expect(changes()).toBe(before);
});

test.each([
  ['unit_label', { product: { unit_label: 'byte' } }],
  ['nickname and metadata', { price: { nickname: 'by hand', metadata: { made: 'by hand' } } }],
  ['tax_behavior, which the tax settings of the account decide', { price: { tax_behavior: 'inclusive' } }],
] as [string, HandMade][])('what the settings do not name is left alone: %s', async (_, handMade) => {
  await byHand(handMade);
  const before = changes();
  expect(await failing()).toEqual([]);
  expect((await make()).exitCode).toBe(0);
  expect(changes()).toBe(before);
});

describe('a difference that stripe:catalog removes is a ✗ of verify before, and a ✓ after', () => {
  test.each([
    ...meterCases.filter(({ refused }) => !refused).map((one) => ({ ...one, line: 'meter' })),
    ...productCases.filter(({ refused }) => !refused).map((one) => ({ ...one, line: 'product' })),
    ...priceCases.map((one) => ({ ...one, line: 'price-usd' })),
  ])('$line: $property', async ({ line, handMade, seen }) => {
    await byHand(handMade);
    expect((await lines())[line]).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(seen),
      remedy: ['npm run stripe:catalog -- --workspace test'],
    });
    const { output, error, exitCode } = await make();
    expect([exitCode, error]).toEqual([0, '']);
    expect(output).toMatch(seen);
    expect(await failing()).toEqual([]);
  });
});

describe('a meter that Stripe cannot change', () => {
  test.each(meterCases.filter(({ refused }) => refused))(
    '$property: is refused by stripe:catalog, and what verify tells to do turns ✗ into ✓',
    async ({ handMade, seen }) => {
      await byHand(handMade);
      const { data } = await stripe.billing.meters.list();
      const { id } = data[0]!;
      const before = changes();
      const { error, exitCode } = await make();
      expect(exitCode).toBe(1);
      expect(error).toMatch(seen);
      expect(error).toContain(`The meter ${id}`);
      expect(changes()).toBe(before);

      const { outcome, seen: found, remedy } = (await lines()).meter!;
      expect([outcome, found]).toEqual(['failed', expect.stringMatching(seen)]);
      expect(remedy.slice(0, 2)).toEqual([
        `Deactivate the meter ${id} in the Stripe Dashboard (Billing, Meters), because Stripe cannot change it.`,
        'npm run stripe:catalog -- --workspace test',
      ]);
      await stripe.billing.meters.deactivate(id);
      expect((await make()).exitCode).toBe(0);
      expect(await failing()).toEqual([]);
      expect((await stripe.billing.meters.retrieve(id)).status).toBe('inactive');
    },
  );

  test('customer_mapping.type: any but by_id is named, should Stripe come to have another', async () => {
    await byHand({});
    const { data } = await stripe.billing.meters.list();
    const meter = data[0]!;
    const mapping = { ...meter.customer_mapping, type: 'by_email' as 'by_id' };
    expect(meterDifferences(meter, catalog.meter)).toEqual([]);
    expect(meterDifferences({ ...meter, customer_mapping: mapping }, catalog.meter)).toEqual([
      'customer_mapping.type is "by_email", not "by_id"',
    ]);
  });
});

test.each(productCases.filter(({ refused }) => refused))(
  'a product whose $property Stripe cannot change is refused with what to set instead',
  async ({ handMade, seen }) => {
    await byHand(handMade);
    const before = changes();
    const { error, exitCode } = await make();
    expect(exitCode).toBe(1);
    expect(error).toMatch(seen);
    expect(error).toContain('set another product id in settings/catalog.ts');
    expect(changes()).toBe(before);
    expect((await lines()).product).toMatchObject({ outcome: 'failed', seen: expect.stringMatching(seen) });
  },
);

test('livemode: a meter of the other mode is a ✗ of the key, because a key shows one mode alone', async () => {
  await byHand({});
  const facts = new Facts(environmentOf('test'));
  const meters = (await facts.meters()).map((meter) => ({ ...meter, livemode: true }));
  const check = stripeChecks(Object.assign(facts, { meters: async () => meters })).find(
    ({ id }) => id === 'stripe-key',
  );
  expect(await tried(check!)).toMatchObject({
    outcome: 'failed',
    seen: 'belongs to live mode, not test',
    remedy: ['npm run stripe:key -- --workspace test', 'npm run deploy:test -- stripe-connection'],
  });
});
