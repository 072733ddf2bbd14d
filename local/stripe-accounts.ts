import { environmentOf } from '../settings/environments';

/** The accounts that the settings name, so that the commands take the local Stripe's keys as they take a team's own. */
export const stripeAccountIds = {
  test: environmentOf('test').stripeAccountId,
  live: environmentOf('live').stripeAccountId,
};
