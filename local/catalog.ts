import Stripe from 'stripe';
import { catalog, stripeApiVersion } from '../settings/catalog';
import type { LocalStripe } from './stripe/server';

/** The official client, pointed at the local Stripe. */
export function stripeClientOf({ host, port }: LocalStripe, key: string): Stripe {
  return new Stripe(key, { host, port, protocol: 'http', apiVersion: stripeApiVersion, telemetry: false });
}

/** Makes the meter of the settings, as `npm run stripe:catalog` does among the rest. */
export async function createMeter(client: Stripe): Promise<Stripe.Billing.Meter> {
  const { displayName, eventName, aggregation, customerKey, valueKey } = catalog.meter;
  return client.billing.meters.create({
    display_name: displayName,
    event_name: eventName,
    default_aggregation: { formula: aggregation },
    customer_mapping: { type: 'by_id', event_payload_key: customerKey },
    value_settings: { event_payload_key: valueKey },
  });
}
