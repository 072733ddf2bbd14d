import Stripe from 'stripe';
import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { missingPermission } from './stripe-errors';

/**
 * The id of the Stripe account that the client's key belongs to, `acct_…`.
 *
 * @throws CommandError if Stripe does not say it to a restricted key, with the permission to add
 */
export async function stripeAccountOf(stripe: Stripe): Promise<string> {
  try {
    return (await stripe.accounts.retrieveCurrent()).id;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripePermissionError)) {
      throw error;
    }
    // Stripe names the account in its 403 too, so that a key that only sends events needs no permission for this.
    const [, id] = /on account '(acct_\w+)'/.exec(error.message) ?? [];
    if (!id) {
      throw new CommandError(
        'The account of the restricted key could not be checked, because the key lacks the permission ' +
          `${missingPermission(error, 'connected_account_read')}. Add it in the Stripe Dashboard (Developers, API ` +
          'keys) and run the command again. Nothing was stored or changed.',
      );
    }
    return id;
  }
}

/**
 * A key of another account with the same meter would bill there without any error.
 *
 * @throws CommandError unless the key belongs to the account that the settings name
 */
export async function requireStripeAccount(stripe: Stripe, environment: Environment): Promise<void> {
  const { name, stripeAccountId } = environment;
  const id = await stripeAccountOf(stripe);
  if (id !== stripeAccountId) {
    throw new CommandError(
      `The key belongs to the Stripe account ${id}, but ${name} bills with ${stripeAccountId}. Give a key of ` +
        `${stripeAccountId} to "npm run stripe:key -- --workspace ${name}", or ${pinAdvice(environment, id)} and ` +
        'run the command again. Nothing was stored or changed.',
    );
  }
}

/** What to do when it is the settings that name the wrong account. */
export const pinAdvice = ({ name }: Environment, id: string) =>
  `if ${id} is the right account, write stripeAccountId: '${id}' for ${name} in settings/environments.ts`;
