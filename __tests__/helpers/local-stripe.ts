import { stripeAccountIds } from '../../local/stripe-accounts';
import { startFixture as startPackageFixture, type Fixture } from '@usage-billing/local-stripe/testing';
import type { LocalStripeOptions } from '@usage-billing/local-stripe/server';

export { fileEvent, fileMeter, newKey } from '@usage-billing/local-stripe/testing';
export type { Fixture };

/** A local Stripe whose keys belong to the accounts of the settings. */
export const startFixture = (options: Partial<LocalStripeOptions> = {}): Promise<Fixture> =>
  startPackageFixture({ accountIds: stripeAccountIds, ...options });
