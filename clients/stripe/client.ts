import Stripe from 'stripe';
import { stripeApiVersion } from '../../settings/catalog';
import { CommandError } from '../operator-error';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Stripe's official client. `STRIPE_API_BASE` leads it to the local Stripe.
 *
 * @param timeoutMilliseconds of one attempt; there are three. @default 20000
 * @throws CommandError if STRIPE_API_BASE is not on this machine: a key must not go anywhere else
 */
export function stripeClient(key: string, timeoutMilliseconds = 20_000): Stripe {
  return new Stripe(key, {
    apiVersion: stripeApiVersion,
    maxNetworkRetries: 2,
    timeout: timeoutMilliseconds,
    telemetry: false,
    ...localServer(process.env.STRIPE_API_BASE),
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
