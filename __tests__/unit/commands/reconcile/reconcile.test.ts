import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { catalog } from '../../../../settings/catalog';
import { reconcile } from '../../../../commands/reconcile';
import { dayText } from '../../../../commands/reconcile/options';
import { environmentOf } from '../../../../settings/environments';
import { event, startServices, usageCheck, type Services } from '../../../helpers/ledger-commands';
import { run } from '../../../helpers/stripe-commands';
import { fileEvent } from '../../../helpers/local-stripe';
import { without } from '../../../helpers/without';

const day = 86_400;
/** Noon three days ago, at which Stripe's clock starts: nothing crosses midnight. */
const noon = Math.floor(Date.now() / 1000 / day) * day - 3 * day + day / 2;
const today = dayText(noon);

describe('npm run reconcile', () => {
  let services: Services;
  let folder: string;

  beforeAll(async () => {
    services = await startServices();
    folder = mkdtempSync(path.join(tmpdir(), 'reconcile-'));
  }, 60_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await services.stop();
  });
  beforeEach(async () => {
    const began = Date.now();
    await services.renew({ now: () => noon * 1000 + Date.now() - began });
    for (const customer of ['cus_a', 'cus_b', 'cus_c']) {
      services.stripe.server.addCustomer('test', customer);
    }
  });

  const compare = (...args: string[]) =>
    run(
      (all, { output }) => reconcile(all, { output, error: output }),
      ['--workspace', 'test', '--from', today, '--to', today, ...args],
    );
  /** An event in the ledger, at noon of that day. */
  const record = (
    identifier: string,
    customerId: string,
    value: number,
    changes: Parameters<typeof event>[1] = {},
  ) =>
    services.tables.put(
      event(identifier, {
        customerId,
        value,
        timestamp: noon,
        sentAt: noon + 5,
        evidence: 'response',
        ...changes,
      }),
    );
  const send = (identifier: string, customer: string, value: number, timestamp = noon) =>
    services.stripe.test.billing.meterEvents.create(
      fileEvent({ identifier, timestamp, payload: { stripe_customer_id: customer, value: String(value) } }),
    );
  /** A subscription to a price of the meter. */
  const subscribe = async (customer: string) => {
    const { test: stripe } = services.stripe;
    const [meter] = (await stripe.billing.meters.list()).data;
    const product = await stripe.products.create({ name: 'File Processing' });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount_decimal: catalog.prices[0]!.unitAmountDecimal as never,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter!.id },
    });
    return stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  };

  test('equal sums end with 0 and one line', async () => {
    await subscribe('cus_a');
    await record('1', 'cus_a', 1000);
    await record('2', 'cus_a', 24);
    await services.tables.put(usageCheck(noon, {}, 'cus_a'));
    await send('1', 'cus_a', 1000);
    await send('2', 'cus_a', 24);
    const { output, error, exitCode } = await compare();
    expect([exitCode, error]).toEqual([0, '']);
    expect(output).toBe(`test, ${today} to ${today} (UTC)\n\n✓ 1 day of 1 customer equal: 1024 bytes.\n`);
  });

  test('a difference ends with 2, and differences come first, then what is open', async () => {
    await Promise.all(['cus_a', 'cus_b', 'cus_c'].map(subscribe));
    await record('lost', 'cus_a', 1000);
    await record('open', 'cus_b', 7, { status: 'pending', openState: 'pending', dueAt: noon });
    await send('foreign', 'cus_c', 55);
    const { output, exitCode } = await compare();
    expect(exitCode).toBe(2);
    expect(output.split('\n').slice(2)).toEqual([
      "✗ 2 days of customers where Stripe's sum is not the ledger's:",
      `  cus_a  ${today}  ledger 1000, Stripe 0: 1000 too few`,
      `  cus_c  ${today}  ledger 0, Stripe 55: 55 too many`,
      '',
      'Open, and not in either sum:',
      `  cus_b  ${today}  7 pending`,
      '',
      '✓ 1 day of 1 customer equal: 0 bytes.',
      '',
    ]);
    const json = JSON.parse((await compare('--json')).output) as object;
    expect(json).toMatchObject({
      workspace: 'test',
      from: today,
      equal: false,
      different: [{ customer: 'cus_a', difference: -1000 }, { customer: 'cus_c' }],
      open: [{ customer: 'cus_b', pending: 7 }],
    });
  });

  describe('events that this version does not know', () => {
    beforeEach(async () => {
      await record('known', 'cus_a', 1000);
      await send('known', 'cus_a', 1000);
      await subscribe('cus_a');
    });

    test('are named and open, never equal, and the rest is compared', async () => {
      await record('newer', 'cus_a', 7, { status: 'withdrawn' });
      await record('newer-b', 'cus_b', 0, { status: 'withdrawn' });
      const { output, error, exitCode } = await compare();
      expect([exitCode, error]).toEqual([2, '']);
      expect(output).toContain('✗ 2 meter events that this version does not know, and counts as open:\n');
      expect(output).toMatch(
        /newer: its status is "withdrawn", which is none of pending, .* \(customer cus_a, 7 bytes, /,
      );
      expect(output).toContain(`cus_a  ${today}  7 in 1 event that this version does not know`);
      expect(output).toContain(`cus_b  ${today}  0 in 1 event that this version does not know`);
      expect(output).not.toContain('too few');
      const json = JSON.parse((await compare('--json')).output) as object;
      expect(json).toMatchObject({ ok: false, equal: false, different: [], unknown: { count: 2 } });
    });

    test('are named where they have no timestamp, because no period would ever show them', async () => {
      const timeless = without(event('timeless', { customerId: 'cus_a' }), 'timestamp');
      await services.tables.put(timeless);
      await services.tables.put(usageCheck(noon, { status: 'undecided' }, 'cus_a'));
      const { output, exitCode } = await compare();
      expect(exitCode).toBe(2);
      expect(output).toContain('✗ 1 meter event that this version does not know');
      expect(output).toContain(
        'timeless: it has no timestamp (customer cus_a, 1024 bytes, at a time that is not known)',
      );
      expect(output).toContain('✓ 1 day of 1 customer equal: 1000 bytes.');
    });

    test('have no value to compare if it is missing', async () => {
      const worthless = without(event('worthless', { customerId: 'cus_a', timestamp: noon }), 'value');
      await services.tables.put(worthless);
      const { output, exitCode } = await compare();
      expect(exitCode).toBe(2);
      expect(output).toContain('worthless: it has no value (customer cus_a, ? bytes, ');
      expect(output).toContain(`cus_a  ${today}  0 in 1 event that this version does not know`);
    });
  });

  test('usage that no subscription item invoices is listed', async () => {
    await record('1', 'cus_a', 1000);
    await send('1', 'cus_a', 1000);
    const { output, exitCode } = await compare();
    expect(exitCode).toBe(0);
    expect(output).toContain(
      `Counted, but no subscription item on a price of the meter invoices it:\n  cus_a  1000 bytes on ${today}\n`,
    );
  });

  test('usage that was sent after its invoice was final is listed as not on it', async () => {
    const { server } = services.stripe;
    const { id } = await subscribe('cus_a');
    await record('in-time', 'cus_a', 10, { timestamp: noon + 60 });
    await send('in-time', 'cus_a', 10, noon + 60);
    server.advanceHours(1);
    const invoice = server.closeBillingPeriod('test', id);
    server.advanceHours(2);
    await record('late', 'cus_a', 20, { timestamp: noon + 60, sentAt: noon + 3 * 3600 });
    await send('late', 'cus_a', 20, noon + 60);
    const { output, exitCode } = await compare();
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      new RegExp(
        `not on the invoice of its period, which was final before:\n {2}cus_a {2}${invoice}, final since .*Z: 20 bytes in 1 event: late\n`,
      ),
    );
  });

  test('a key without the permissions of invoicing still compares, and what is missing is named', async () => {
    await services.restrictKey('billing_meter_read');
    await record('1', 'cus_a', 1000);
    await send('1', 'cus_a', 1000);
    const { output, exitCode } = await compare();
    expect(exitCode).toBe(0);
    expect(output).toContain(
      'invoices it: not checked.\n  the restricted key lacks the permission subscription_read\n',
    );
    expect(output).toContain(
      'was final before: not checked.\n  the restricted key lacks the permission plan_read\n',
    );
    expect(output).toContain('✓ 1 day');
  });

  test('a key that may not read usage is an error that names the permission', async () => {
    await services.restrictKey('subscription_read');
    const { error, exitCode } = await compare();
    expect(exitCode).toBe(1);
    expect(error).toContain('lacks the permission billing_meter_read');
  });

  test('a failure of Stripe is an error, never a difference', async () => {
    await record('1', 'cus_a', 1000);
    const summaries = '/v1/billing/meters/:id/event_summaries';
    services.stripe.server.faults.add({ kind: 'status', status: 500, path: summaries });
    const { error, output, exitCode } = await compare();
    expect([exitCode, output]).toEqual([1, '']);
    expect(error).toContain('Stripe failed with 500');
  });

  test('a customer that Stripe does not know does not end the comparison', async () => {
    await record('1', 'cus_gone', 1000);
    const { output, exitCode } = await compare();
    expect(exitCode).toBe(2);
    expect(output).toContain('1000 too few (Stripe does not know this customer)');
  });

  test('--csv writes every day to a new file, and overwrites none', async () => {
    const file = path.join(folder, 'days.csv');
    await record('1', 'cus_a', 1000);
    await record('2', 'cus_b', 5);
    await send('1', 'cus_a', 1000);
    const { output, exitCode } = await compare('--csv', file);
    expect(exitCode).toBe(2);
    expect(output).toContain(`${file} has every day of every customer.`);
    const lines = readFileSync(file, 'utf8').split('\r\n');
    expect(lines[1]).toBe(`cus_b,${today},different,5,0,-5,0,0,0,0,0,0,1,`);
    expect(lines[2]).toBe(`cus_a,${today},equal,1000,1000,0,0,0,0,0,0,0,1,`);
    const again = await compare('--csv', file);
    expect(again.exitCode).toBe(1);
    expect(again.error).toContain('exists, and is not overwritten');
  });

  test('a ledger that does not exist is named with the command that creates it', async () => {
    const { names } = environmentOf('test');
    await new DynamoDBClient({ region: 'ap-northeast-1' }).send(
      new DeleteTableCommand({ TableName: names.meterEventsTable }),
    );
    const { error, exitCode } = await compare();
    expect(exitCode).toBe(1);
    expect(error).toContain('Run "npm run deploy:test -- service-processing"');
  });
});
