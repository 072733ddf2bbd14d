import Stripe from 'stripe';
import { describeSecret, readCurrentVersion } from '../../clients/aws/secret';
import { CommandError } from '../../clients/command-error';
import { requireKeyOfMode } from '../../clients/stripe/key-text';
import { stripeClient } from '../../clients/stripe/client';
import { secretValueShape } from '../../settings/secret-value';
import type { Environment } from '../../settings/environments';
import type { Terminal } from '../shared/terminal';
import { errorSentence } from '../shared/error-sentence';
import { stripeAccountOf } from '../shared/stripe-account';
import { accepted, storeKey } from '../stripe-key';
import type { Outcome } from './steps';

/** Reads a key and stores it, unless the secret holds one with which the environment can bill. */
export async function keyStep(
  environment: Environment,
  options: { yes: boolean; terminal: Terminal; say: (line: string) => void },
): Promise<Outcome> {
  const { yes, terminal, say } = options;
  const current = await readCurrentVersion(environment, await describeSecret(environment));
  if (current) {
    const unusable = await whyUnusable(current.key, environment);
    if (!unusable) {
      const lines = await accepted(current.key ?? '', environment);
      return { wasDone: true, seen: `Version ${current.versionId}. ${lines.join(' ')}` };
    }
    say(`Another key is needed: ${unusable}`);
  }
  const versionId = await storeKey(environment, { yes }, terminal);
  return {
    wasDone: versionId === undefined,
    seen: `The secret "${environment.names.secret}" holds the key.`,
  };
}

/** Why another key must take the place of the one in the secret; undefined if it can bill, or needs a permission at most. */
async function whyUnusable(key: string | undefined, environment: Environment): Promise<string | undefined> {
  const { stripeMode, stripeAccountId, names } = environment;
  if (!key) {
    return `the secret "${names.secret}" holds no ${secretValueShape}.`;
  }
  try {
    requireKeyOfMode(key, stripeMode, `The value of the secret "${names.secret}"`);
    const id = await stripeAccountOf(stripeClient(key));
    return id === stripeAccountId ? undefined : `the one in the secret belongs to the Stripe account ${id}.`;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError || error instanceof CommandError) {
      return errorSentence(error);
    }
    throw error;
  }
}
