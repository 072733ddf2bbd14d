import type Stripe from 'stripe';
import { stripeClient } from '../clients/stripe/client';
import { meterParams } from '../clients/stripe/meter';
import { catalog } from '../settings/catalog';
import type { LocalStripe } from './stripe/server';

/** The official client, pointed at the local Stripe. */
export const stripeClientOf = ({ url }: LocalStripe, key: string): Stripe =>
  stripeClient(key, { apiBase: url });

/** Creates the meter of the settings, as `npm run stripe:catalog` does among the rest. */
export const createMeter = (client: Stripe): Promise<Stripe.Billing.Meter> =>
  client.billing.meters.create(meterParams(catalog.meter));
