import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { catalog } from '../../settings/catalog';
import { missingPermission } from '../shared/stripe-errors';
import { CommandError } from '../../clients/command-error';

/**
 * Asks Stripe whether the key is valid, may send meter events and may read meters, without billing anybody.
 *
 * @returns the permissions that it lacks and that only `stripe:catalog` and `verify` need
 * @throws CommandError if it lacks one that sending or recovery needs; Stripe's own error if it is not valid or Stripe fails
 */
export async function probeKey(stripe: Stripe): Promise<string[]> {
  // 400, or 404: the request got as far as its parameters, so the key may send events.
  await demand(sendToNoMeter(stripe), 'without which no meter event can be sent').catch((error: unknown) => {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) {
      throw error;
    }
  });
  await demand(
    stripe.billing.meters.list({ limit: 1 }),
    'without which no meter event can be sent that failed at first: recovery asks Stripe what it counted',
  );
  const reads = [
    () => stripe.products.list({ limit: 1 }),
    () => stripe.prices.list({ limit: 1 }),
    () => stripe.customers.list({ limit: 1 }),
  ];
  const lacking: string[] = [];
  for (const read of reads) {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripePermissionError)) {
        throw error;
      }
      lacking.push(missingPermission(error));
    }
  }
  return lacking;
}

/** @throws CommandError if the key lacks the permission for this request */
async function demand(request: Promise<unknown>, why: string): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (error instanceof Stripe.errors.StripePermissionError) {
      throw new CommandError(
        `The restricted key lacks the permission ${missingPermission(error)}, ${why}. Add it in the Stripe ` +
          'Dashboard (Developers, API keys) and run the command again. Nothing was stored.',
      );
    }
    throw error;
  }
}

/**
 * Harmless in live too, for three reasons of which each suffices: no meter has the random event name, no customer
 * the id, and the quantity is 0. The parameters are complete, so that a rejection says that the permission was checked first.
 */
async function sendToNoMeter(stripe: Stripe): Promise<void> {
  const identifier = `key_check_${randomUUID()}`;
  const payload = { [catalog.meter.customerKey]: `cus_${identifier}`, [catalog.meter.valueKey]: '0' };
  await stripe.billing.meterEvents.create({ event_name: identifier, identifier, payload });
}
