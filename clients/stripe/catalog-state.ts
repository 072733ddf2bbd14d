import Stripe from 'stripe';
import type { Catalog } from '../../settings/catalog';

/** What Stripe holds of the catalog. */
export interface CatalogState {
  /** The meter that counts the catalog's events; Stripe allows one for an event name. */
  readonly activeMeter?: Stripe.Billing.Meter;
  readonly inactiveMeters: readonly Stripe.Billing.Meter[];
  readonly product?: Stripe.Product;
  /** By lookup key. */
  readonly prices: ReadonlyMap<string, Stripe.Price>;
}

export async function readCatalog(stripe: Stripe, catalog: Catalog): Promise<CatalogState> {
  const meters = await metersOf(stripe, catalog.meter.eventName);
  const prices = new Map<string, Stripe.Price>();
  for (const { lookupKey } of catalog.prices) {
    const price = await priceOf(stripe, lookupKey);
    if (price) {
      prices.set(lookupKey, price);
    }
  }
  return {
    activeMeter: meters.find(({ status }) => status === 'active'),
    inactiveMeters: meters.filter(({ status }) => status !== 'active'),
    product: await productOf(stripe, catalog.product.id),
    prices,
  };
}

/** Every meter of an event name, newest first: Stripe cannot filter by it, so all pages are read. */
export async function metersOf(stripe: Stripe, eventName: string): Promise<Stripe.Billing.Meter[]> {
  const meters: Stripe.Billing.Meter[] = [];
  for await (const meter of stripe.billing.meters.list({ limit: 100 })) {
    if (meter.event_name === eventName) {
      meters.push(meter);
    }
  }
  return meters;
}

export async function productOf(stripe: Stripe, id: string): Promise<Stripe.Product | undefined> {
  try {
    return await stripe.products.retrieve(id);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) {
      return undefined;
    }
    throw error;
  }
}

/** The price that a lookup key stands for, active or not. */
export async function priceOf(stripe: Stripe, lookupKey: string): Promise<Stripe.Price | undefined> {
  const { data } = await stripe.prices.list({ lookup_keys: [lookupKey] });
  return data[0];
}
