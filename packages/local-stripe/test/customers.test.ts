import { fileEvent, fileMeter, startFixture, type Fixture } from './local-stripe';

describe('a deleted customer of local Stripe', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await startFixture();
    await fixture.test.billing.meters.create(fileMeter);
  });
  afterEach(() => fixture.server.stop());

  test('is retrieved as deleted and in no list, and no meter event may name it', async () => {
    const { id } = await fixture.test.customers.create({ email: 'a@example.com' });
    expect(await fixture.test.customers.del(id)).toMatchObject({ id, object: 'customer', deleted: true });
    expect(await fixture.test.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    expect((await fixture.test.customers.list({ email: 'a@example.com' })).data).toEqual([]);
    const payload = { stripe_customer_id: id, value: '1' };
    await expect(fixture.test.billing.meterEvents.create(fileEvent({ payload }))).rejects.toMatchObject({
      code: 'resource_missing',
    });
  });

  test('cannot be deleted twice, nor one who was never there', async () => {
    const { id } = await fixture.test.customers.create({});
    await fixture.test.customers.del(id);
    await expect(fixture.test.customers.del(id)).rejects.toMatchObject({ statusCode: 404 });
    await expect(fixture.test.customers.del('cus_nobody')).rejects.toThrow("No such customer: 'cus_nobody'");
  });

  test('with subscriptions is refused by name, because Stripe would cancel them', async () => {
    const product = await fixture.test.products.create({ name: 'p' });
    const price = await fixture.test.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount_decimal: '0.001',
      billing_scheme: 'per_unit',
      recurring: {
        interval: 'month',
        usage_type: 'metered',
        meter: (await fixture.test.billing.meters.list()).data[0]!.id,
      },
    } as never);
    const { id } = await fixture.test.customers.create({});
    await fixture.test.subscriptions.create({ customer: id, items: [{ price: price.id }] });
    await expect(fixture.test.customers.del(id)).rejects.toThrow(
      'local Stripe does not support the deletion',
    );
  });
});
