import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import { CommandError } from '../command-error';

export interface CreateOnce<T> {
  /** What is created, for a message. */
  readonly what: string;
  /** Parameters, and what Stripe held when they were decided on: two commands that saw the same share the key. */
  readonly seen: unknown;
  readonly create: (idempotencyKey: string) => Promise<unknown>;
  /** The object that was to be created, if Stripe has it. */
  readonly find: () => Promise<T | undefined>;
}

/**
 * Creates an object exactly once, also when two commands run at the same time: both send the same idempotency key, and
 * the one that Stripe rejects looks for what the other created.
 *
 * For 24 hours Stripe repeats its first response to a key, even a 500 or an object that was deleted since. Then the next
 * key in the sequence is used, the same one by both commands.
 */
export async function createOnce<T>({ what, seen, create, find }: CreateOnce<T>): Promise<T> {
  const key = `${what}-${createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32)}`;
  for (const attempt of [1, 2, 3]) {
    let failure: unknown;
    try {
      await create(`${key}-${attempt}`);
    } catch (error) {
      if (!mayExist(error)) {
        throw error;
      }
      failure = error;
    }
    const found = await find();
    if (found) {
      return found;
    }
    if (failure && !isReplayed(failure)) {
      throw failure;
    }
  }
  throw new CommandError(
    `Stripe repeats an earlier response instead of creating the ${what}. It forgets that response after 24 hours: run the command again then.`,
  );
}

/** After a rejection, a conflict or a failure of Stripe the object may exist: created by this command or by another. */
function mayExist(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError ||
    error instanceof Stripe.errors.StripeAPIError ||
    error instanceof Stripe.errors.StripeConnectionError
  );
}

function isReplayed(error: unknown): boolean {
  return (error as Stripe.errors.StripeError).headers?.['idempotent-replayed'] === 'true';
}
