import Stripe from 'stripe';
import { stripeApiVersion } from '../../settings/catalog';
import { CommandError } from '../command-error';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

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
  return new Stripe(key, {
    apiVersion: stripeApiVersion,
    maxNetworkRetries: 2,
    timeout: timeoutMilliseconds,
    telemetry: false,
    ...localServer(apiBase),
  });
}

function localServer(base: string | undefined): Stripe.StripeConfig {
  if (!base) {
    return {};
  }
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url?.protocol !== 'http:' || !loopback.includes(url.hostname)) {
    throw new CommandError(
      `STRIPE_API_BASE is "${base}": it may only name a local Stripe, such as http://127.0.0.1:12111. Unset it to use Stripe.`,
    );
  }
  return { host: url.hostname, port: url.port || '80', protocol: 'http' };
}
