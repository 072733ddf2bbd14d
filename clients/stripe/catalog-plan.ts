import type Stripe from 'stripe';
import type { Catalog } from '../../settings/catalog';
import { metersOf, productOf, type CatalogState } from './catalog-state';
import type { Step } from './catalog-step';
import { CommandError } from '../command-error';
import { createOnce } from './create-once';
import { displayNameChange, meterDifferences, meterParams } from './meter';
import { planPrice } from './price-plan';

/**
 * The steps that bring Stripe to the catalog, in the order in which they need each other: a price needs product and meter.
 *
 * @throws CommandError if the active meter differs in what Stripe cannot change
 */
export function planCatalog(state: CatalogState, catalog: Catalog): Step[] {
  const inactive = state.inactiveMeters.find((meter) => meterDifferences(meter, catalog.meter).length === 0);
  const meterId = state.activeMeter?.id ?? inactive?.id;
  return [
    ...planMeter(state, catalog.meter, inactive),
    ...planProduct(state, catalog.product),
    ...catalog.prices.map((price) => planPrice(state.prices.get(price.lookupKey), catalog, price, meterId)),
  ];
}

function planMeter(
  { activeMeter, inactiveMeters }: CatalogState,
  wanted: Catalog['meter'],
  equal: Stripe.Billing.Meter | undefined,
): Step[] {
  const { eventName } = wanted;
  if (activeMeter) {
    const differences = meterDifferences(activeMeter, wanted);
    if (differences.length > 0) {
      throw new CommandError(
        `The meter ${activeMeter.id} for "${eventName}" differs in what Stripe cannot change: ${differences.join(', ')}. ` +
          'Either set settings/catalog.ts to what the meter has and deploy, or deactivate the meter in the Stripe ' +
          'Dashboard (Billing, Meters), run this command again for a new one, and move the subscriptions to the new ' +
          'prices; until the new meter exists, Stripe rejects events.',
      );
    }
    return planDisplayName(activeMeter, wanted);
  }
  const findActive = (stripe: Stripe) => async () =>
    (await metersOf(stripe, eventName)).find(({ status }) => status === 'active');
  if (equal) {
    const reactivate: Step = {
      line: `~ meter ${eventName} (${equal.id}): inactive → active, so that Stripe accepts its events`,
      run: async (stripe) => {
        await createOnce({
          what: 'meter',
          seen: ['reactivate', equal.id, equal.updated],
          create: (idempotencyKey) => stripe.billing.meters.reactivate(equal.id, {}, { idempotencyKey }),
          find: findActive(stripe),
        });
      },
    };
    return [reactivate, ...planDisplayName(equal, wanted).filter(({ run }) => run)];
  }
  const params = meterParams(wanted);
  return [
    {
      line: `+ meter ${eventName}: ${wanted.aggregation} of "${wanted.valueKey}" by "${wanted.customerKey}"`,
      run: async (stripe) => {
        await createOnce({
          what: 'meter',
          seen: [params, inactiveMeters.map(({ id }) => id)],
          create: (idempotencyKey) => stripe.billing.meters.create(params, { idempotencyKey }),
          find: findActive(stripe),
        });
      },
    },
  ];
}

function planDisplayName(meter: Stripe.Billing.Meter, wanted: Catalog['meter']): Step[] {
  const change = displayNameChange(meter, wanted);
  if (!change) {
    return [{ line: `= meter ${meter.event_name} (${meter.id})` }];
  }
  return [
    {
      line: `~ meter ${meter.event_name} (${meter.id}): ${change}`,
      run: async (stripe) => {
        await stripe.billing.meters.update(meter.id, { display_name: wanted.displayName });
      },
    },
  ];
}

/**
 * The one step of the product.
 *
 * @throws CommandError if the product is of a type that Stripe cannot change
 */
export function planProduct({ product }: Pick<CatalogState, 'product'>, wanted: Catalog['product']): Step[] {
  const { id, name, description } = wanted;
  if (!product) {
    return [
      {
        line: `+ product ${id}: "${name}"`,
        run: async (stripe) => {
          await createOnce({
            what: 'product',
            seen: wanted,
            create: (idempotencyKey) => stripe.products.create({ id, name, description }, { idempotencyKey }),
            find: () => productOf(stripe, id),
          });
        },
      },
    ];
  }
  if (product.type !== 'service') {
    throw new CommandError(
      `The product ${id} is of type "${product.type}", which cannot have a monthly price and which Stripe cannot ` +
        'change: set another product id in settings/catalog.ts and run "npm run stripe:catalog" again.',
    );
  }
  const differences = [
    product.name !== name && `name "${product.name}" → "${name}"`,
    product.description !== description && `description "${product.description ?? ''}" → "${description}"`,
    !product.active && 'inactive → active',
  ].filter((difference) => difference !== false);
  if (differences.length === 0) {
    return [{ line: `= product ${id}` }];
  }
  return [
    {
      line: `~ product ${id}: ${differences.join(', ')}`,
      run: async (stripe) => {
        await stripe.products.update(id, { name, description, active: true });
      },
    },
  ];
}
