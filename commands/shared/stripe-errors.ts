import Stripe from 'stripe';

const { errors } = Stripe;

/** What an error of the Stripe package means to the operator; undefined for any other error. */
export function stripeSentence(error: unknown): string | undefined {
  if (!(error instanceof errors.StripeError)) {
    return undefined;
  }
  if (error instanceof errors.StripeAuthenticationError) {
    return (
      `Stripe does not accept the key (${error.message}). Create a new key in the Stripe Dashboard (Developers, ` +
      'API keys) and store it with "npm run stripe:key".'
    );
  }
  if (error instanceof errors.StripePermissionError) {
    return (
      `The restricted key lacks the permission ${missingPermission(error)}. Give it that permission in the Stripe ` +
      'Dashboard (Developers, API keys); the key itself stays the same. Then run the command again.'
    );
  }
  if (error instanceof errors.StripeRateLimitError) {
    return 'Stripe rejected the request because of too many requests (429). Wait a minute and run the command again.';
  }
  if (error instanceof errors.StripeConnectionError) {
    return (
      `Stripe did not respond (${error.message.split('. ')[0]}). Check the network and https://status.stripe.com, ` +
      'then run the command again.'
    );
  }
  if ((error.statusCode ?? 500) >= 500) {
    return `Stripe failed with ${error.statusCode} (${error.message}). Look at https://status.stripe.com and run the command again later.`;
  }
  return `Stripe rejected the request with ${error.statusCode}: ${error.message}`;
}

/**
 * Stripe's message names the permission with the prefix `rak_`; its documentation and the Dashboard omit it.
 *
 * @param documented the permission in Stripe's reference, for a sentence that names none
 */
export function missingPermission(error: Stripe.errors.StripePermissionError, documented?: string): string {
  return /'rak_(\w+)'/.exec(error.message)?.[1] ?? documented ?? `for this request (${error.message})`;
}
