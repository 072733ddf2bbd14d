import type Stripe from 'stripe';
import { stripeClient } from '../clients/stripe/client';
import { planCatalog } from '../clients/stripe/catalog-plan';
import { readCatalog } from '../clients/stripe/catalog-state';
import { meterParams } from '../clients/stripe/meter';
import { catalog } from '../settings/catalog';
import type { LocalStripe } from '@usage-billing/local-stripe/server';

/** The official client, pointed at the local Stripe. */
export const stripeClientOf = ({ url }: LocalStripe, key: string): Stripe =>
  stripeClient(key, { apiBase: url });

/** Creates or reactivates what the settings name, as `npm run stripe:catalog` does. */
export async function createCatalog(client: Stripe): Promise<void> {
  for (const { run } of planCatalog(await readCatalog(client, catalog), catalog)) {
    await run?.(client);
  }
}

/** Creates the meter of the settings alone. */
export const createMeter = (client: Stripe): Promise<Stripe.Billing.Meter> =>
  client.billing.meters.create(meterParams(catalog.meter));
