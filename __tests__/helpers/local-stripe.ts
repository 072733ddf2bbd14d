import { stripeAccountIds } from '../../local/stripe-accounts';
import {
  startFixture as startPackageFixture,
  type Fixture,
} from '../../packages/local-stripe/test/local-stripe';
import type { LocalStripeOptions } from '@usage-billing/local-stripe/server';

export { fileEvent, fileMeter, newKey } from '../../packages/local-stripe/test/local-stripe';
export type { Fixture };

/** A local Stripe whose keys belong to the accounts of the settings. */
export const startFixture = (options: Partial<LocalStripeOptions> = {}): Promise<Fixture> =>
  startPackageFixture({ accountIds: stripeAccountIds, ...options });
