import Stripe from 'stripe';
import { catalog } from '../../settings/catalog';
import type { Environment } from '../../settings/environments';
import { readStripeKey } from '../../clients/aws/secret';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { metersOf } from '../../clients/stripe/catalog-state';
import { stripeClient } from '../../clients/stripe/client';
import { awsSentence } from './aws-errors';
import { requireStripeAccount } from './stripe-account';
import { missingPermission, stripeSentence } from './stripe-errors';

/** What was found out, or why it was not. */
export type Lookup<T> = { readonly found: T } | { readonly notFound: string };

/**
 * Finds out one part of a story; what goes wrong becomes a sentence, so that the other parts are told all the same.
 *
 * @param permission of a restricted key, for the case that Stripe's answer does not name it
 */
export async function tryToLookUp<T>(find: () => Promise<T>, permission?: string): Promise<Lookup<T>> {
  try {
    return { found: await find() };
  } catch (error) {
    return { notFound: withoutKeys(sentenceOf(error, permission).replace(/\s+/g, ' ')) };
  }
}

function sentenceOf(error: unknown, permission: string | undefined): string {
  if (error instanceof Stripe.errors.StripePermissionError) {
    return `the restricted key lacks the permission ${missingPermission(error, permission)}`;
  }
  return error instanceof CommandError ? error.message : (stripeSentence(error) ?? awsSentence(error));
}

/** Stripe with the environment's own key. @throws CommandError if there is none, or if it is another account's */
export async function stripeOf(environment: Environment): Promise<Stripe> {
  const stripe = stripeClient(await readStripeKey(environment));
  await requireStripeAccount(stripe, environment);
  return stripe;
}

/** The id of the active meter. @throws CommandError if there is none */
export async function activeMeterId(stripe: Stripe, { name }: Environment): Promise<string> {
  const meters = await metersOf(stripe, catalog.meter.eventName);
  const meter = meters.find(({ status }) => status === 'active');
  if (!meter) {
    throw new CommandError(
      `no meter for "${catalog.meter.eventName}" is active: run "npm run stripe:catalog -- --workspace ${name}"`,
    );
  }
  return meter.id;
}
