import Stripe from 'stripe';
import { stripeApiVersion } from '../../settings/catalog';
import { tunnelAgent } from '../tunnel-agent';
import { localStripe } from './local-stripe';

export interface StripeClientOptions {
  /** Of one attempt; there are three. @default 20000 */
  readonly timeoutMilliseconds?: number;
  /** The URL of a local Stripe. @default - STRIPE_API_BASE, else Stripe itself */
  readonly apiBase?: string;
}

/**
 * Stripe's official client.
 *
 * @throws CommandError if the URL is not on this machine: a key must not go anywhere else
 */
export function stripeClient(key: string, options: StripeClientOptions = {}): Stripe {
  const { timeoutMilliseconds = 20_000, apiBase = process.env.STRIPE_API_BASE } = options;
  const local = localStripe(apiBase);
  const httpAgent = local ? undefined : tunnelAgent('api.stripe.com');
  return new Stripe(key, {
    apiVersion: stripeApiVersion,
    maxNetworkRetries: 2,
    timeout: timeoutMilliseconds,
    telemetry: false,
    ...(httpAgent && { httpAgent }),
    ...(local && { host: local.hostname, port: local.port || '80', protocol: 'http' }),
  });
}
