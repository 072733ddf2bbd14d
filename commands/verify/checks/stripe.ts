import Stripe from 'stripe';
import { catalog, type Price } from '../../../settings/catalog';
import { planProduct } from '../../../clients/stripe/catalog-plan';
import { displayNameChange, meterDifferences } from '../../../clients/stripe/meter';
import { priceOf, productOf } from '../../../clients/stripe/catalog-state';
import { planPrice } from '../../../clients/stripe/price-plan';
import { priceText } from '../../../clients/stripe/price-text';
import { pinAdvice } from '../../shared/stripe-account';
import { missingPermission, stripeSentence } from '../../shared/stripe-errors';
import { failed, NotChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';

/** The key as Stripe sees it, and the catalog. Only reads. */
export function stripeChecks(facts: Facts): Check[] {
  const look = (id: string, what: string, work: () => Promise<Finding>): Check => ({
    id,
    what,
    actions: ['secretsmanager:GetSecretValue'],
    look: work,
  });
  const { meter, product, prices } = catalog;
  return [
    look('stripe-account', 'Stripe account', () => accountFinding(facts)),
    look('stripe-key', 'Stripe key', () => keyFinding(facts)),
    look('meter', `Meter ${meter.eventName}`, () => meterFinding(facts)),
    look('product', `Product ${product.id}`, () => productFinding(facts)),
    ...prices.map((price) =>
      look(`price-${price.currency}`, `Price ${price.lookupKey}`, () => priceFinding(facts, price)),
    ),
  ];
}

async function accountFinding(facts: Facts): Promise<Finding> {
  const { environment, remedies } = facts;
  const id = await facts.stripeAccount();
  if (id === environment.stripeAccountId) {
    return passed(`the key belongs to ${id}`);
  }
  const or = pinAdvice(environment, id);
  return failed(
    `the key belongs to ${id}, but ${environment.name} bills with ${environment.stripeAccountId}`,
    remedies.putKey,
    remedies.deployConnection,
    `Or, ${or}.`,
  );
}

async function keyFinding(facts: Facts): Promise<Finding> {
  const { environment, remedies } = facts;
  const { stripeMode } = environment;
  const lacking: string[] = [];
  const reads = [
    () => facts.meters(),
    async () => (await facts.stripe()).products.list({ limit: 1 }),
    async () => (await facts.stripe()).prices.list({ limit: 1 }),
  ];
  try {
    for (const read of reads) {
      await read().catch((error: unknown) => {
        if (!(error instanceof Stripe.errors.StripePermissionError)) {
          throw error;
        }
        lacking.push(missingPermission(error));
      });
    }
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeAuthenticationError)) {
      throw error;
    }
    return failed(stripeSentence(error) ?? '', remedies.putKey, remedies.deployConnection);
  }
  if (lacking.length > 0) {
    return failed(
      `valid, but the restricted key lacks ${lacking.join(', ')}${
        lacking.includes('billing_meter_read')
          ? ': recovery can neither find the meter nor ask what Stripe counted'
          : ''
      }`,
      'Give it the permission in the Stripe Dashboard (Developers, API keys); the key itself stays the same.',
    );
  }
  const meter = (await facts.meters())[0];
  if (meter && meter.livemode !== (stripeMode === 'live')) {
    return failed(
      `belongs to ${meter.livemode ? 'live' : 'test'} mode, not ${stripeMode}`,
      remedies.putKey,
      remedies.deployConnection,
    );
  }
  return passed(
    `Stripe accepts it, ${stripeMode} mode, may read meters (as recovery does), products and prices`,
  );
}

async function meterFinding(facts: Facts): Promise<Finding> {
  const meters = await facts.meters();
  const { meter: wanted } = catalog;
  const meter = meters.find(({ status }) => status === 'active');
  if (!meter) {
    const inactive = meters[0];
    return failed(inactive ? `${inactive.id} is inactive` : 'does not exist', facts.remedies.makeCatalog);
  }
  const differences = meterDifferences(meter, wanted);
  if (differences.length > 0) {
    return failed(
      `${meter.id}: ${differences.join(', ')}`,
      `Deactivate the meter ${meter.id} in the Stripe Dashboard (Billing, Meters), because Stripe cannot change it.`,
      facts.remedies.makeCatalog,
      'Move the subscriptions to the new prices.',
    );
  }
  const change = displayNameChange(meter, wanted);
  if (change) {
    return failed(`${meter.id}: ${change}`, facts.remedies.makeCatalog);
  }
  return passed(
    `${meter.id}, active, ${wanted.aggregation} of "${wanted.valueKey}" by "${wanted.customerKey}"`,
  );
}

async function productFinding(facts: Facts): Promise<Finding> {
  const stripe = await facts.stripe();
  const product = await productOf(stripe, catalog.product.id);
  if (!product) {
    return failed('does not exist', facts.remedies.makeCatalog);
  }
  const step = planProduct({ product }, catalog.product)[0];
  return step?.run ? failed(step.line, facts.remedies.makeCatalog) : passed(`"${product.name}", active`);
}

async function priceFinding(facts: Facts, wanted: Price): Promise<Finding> {
  const [stripe, meters] = await Promise.all([facts.stripe(), facts.meters()]);
  const price = await priceOf(stripe, wanted.lookupKey);
  if (!price) {
    return failed('does not exist', facts.remedies.makeCatalog);
  }
  const meter = meters.find(({ status }) => status === 'active');
  if (!meter) {
    throw new NotChecked('no meter is active that it could be on');
  }
  const step = planPrice(price, catalog, wanted, meter.id);
  if (step.run) {
    return failed(step.line, facts.remedies.makeCatalog);
  }
  return passed(`${price.id}, active, ${priceText(wanted)}, of product and meter`);
}
