import { createHash } from 'node:crypto';
import Stripe from 'stripe';
import { CommandError } from '../operator-error';

export interface CreateOnce<T> {
  /** What is made, for a message. */
  readonly what: string;
  /** Parameters, and what Stripe held when they were decided on: two commands that saw the same share the key. */
  readonly seen: unknown;
  readonly create: (idempotencyKey: string) => Promise<unknown>;
  /** What was to be made, if Stripe holds it. */
  readonly find: () => Promise<T | undefined>;
}

/**
 * Makes something exactly once, also when two commands run at the same time: they send the same idempotency key, and
 * whichever is refused looks for what the other made.
 *
 * Stripe answers a key for 24 hours as it did the first time, even with a stored 500 or with what is gone by now.
 * Then the next key of the row is used, by both commands alike.
 */
export async function createOnce<T>({ what, seen, create, find }: CreateOnce<T>): Promise<T> {
  const key = `${what}-${createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32)}`;
  for (const attempt of [1, 2, 3]) {
    let failure: unknown;
    try {
      await create(`${key}-${attempt}`);
    } catch (error) {
      if (!mayBeMade(error)) {
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
    `Stripe repeats an earlier answer instead of making the ${what}. It forgets that answer after 24 hours: run the command again then.`,
  );
}

/** After a refusal, a conflict or a failure of Stripe the thing may be there: made by this command or by another. */
function mayBeMade(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError ||
    error instanceof Stripe.errors.StripeAPIError ||
    error instanceof Stripe.errors.StripeConnectionError
  );
}

function isReplayed(error: unknown): boolean {
  return (error as Stripe.errors.StripeError).headers?.['idempotent-replayed'] === 'true';
}
