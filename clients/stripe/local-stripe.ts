import { CommandError } from '../command-error';
import { isOnThisMachine } from '../on-this-machine';

/**
 * The local Stripe at a URL, which STRIPE_API_BASE names; undefined without a URL, for Stripe itself.
 *
 * @throws CommandError if the URL is not on this machine: a key must not go anywhere else
 */
export function localStripe(base: string | undefined): URL | undefined {
  if (!base) {
    return undefined;
  }
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url?.protocol !== 'http:' || !isOnThisMachine(url.origin)) {
    throw new CommandError(
      `STRIPE_API_BASE is "${base}": it may only name a local Stripe, such as http://127.0.0.1:12111. Unset it to use Stripe.`,
    );
  }
  return url;
}
