import { randomBytes } from 'node:crypto';
import type { EnvironmentName } from '../settings/environment-names';
import type { Environment } from '../settings/environments';
import { startLocalAws, type LocalAws } from '@usage-billing/local-aws/local-aws';
import type { Recorder } from '@usage-billing/local-aws/recording/recorder';
import type { AwsClients } from '../clients/aws/clients';
import { demoPath, type DemoIdentity } from '../clients/aws/demo';
import { clientsOf } from './clients';
import { startLocalStripe, type LocalStripe } from '@usage-billing/local-stripe/server';
import { stripeAccountIds } from './stripe-accounts';
import { prepareTools, type Tools } from './tools';

/** The local AWS and the local Stripe, started together. */
export interface Services {
  readonly tools: Tools;
  readonly aws: LocalAws;
  readonly stripe: LocalStripe;
  readonly clients: AwsClients;
  /** A random Stripe key that the local Stripe accepts, held only in memory. */
  newKey(mode: 'test' | 'live'): string;
  /** Moves the time of executions, schedules and Stripe forward, to see what happens hours later. */
  advance(seconds: number): void;
  stop(): Promise<void>;
}

/**
 * Starts both on loopback; an HTTP Task that names api.stripe.com reaches the local Stripe.
 *
 * @param options.signal ends the start; once they run, `stop` stops them
 * @param options.workspaces what is deployed there; the commands do nothing for live in a local AWS that has no live
 * @param options.speed how many times faster than stated waits and timeouts of executions pass
 * @param options.recorder keeps what changes the local AWS; keys must be hidden from it
 */
export async function startServices(options: {
  environment: Pick<Environment, 'accountId' | 'region'>;
  workspaces?: readonly EnvironmentName[];
  speed?: number;
  recorder?: Recorder;
  log: (line: string) => void;
  signal?: AbortSignal;
}): Promise<Services> {
  const { environment, workspaces = [], speed, recorder, log, signal } = options;
  const tools = await prepareTools({ log, signal });
  // Executions pass faster than stated here; Stripe's minute of aggregation would be the slowest part of a test.
  const stripe = await startLocalStripe({ keys: [], accountIds: stripeAccountIds, summaryDelaySeconds: 0 });
  const started = await startLocalAws({
    python: tools.python,
    accountId: environment.accountId,
    region: environment.region,
    httpTargets: { 'api.stripe.com': stripe.url },
    responses: { [demoPath]: { demoOf: workspaces } satisfies DemoIdentity },
    speed,
    recorder,
    signal,
  }).catch(async (error: unknown) => {
    await stripe.stop();
    throw error;
  });
  const aws = { ...started, environment: { ...started.environment, STRIPE_API_BASE: stripe.url } };
  const clients = clientsOf(aws.url, environment.region);
  return {
    tools,
    aws,
    stripe,
    clients,
    newKey(mode) {
      const value = ['sk', mode, randomBytes(16).toString('hex')].join('_');
      stripe.addKey({ value, mode });
      return value;
    },
    advance(seconds) {
      stripe.advanceHours(seconds / 3600);
      aws.advance(seconds);
    },
    async stop() {
      for (const client of Object.values(clients)) {
        client.destroy();
      }
      await Promise.all([aws.stop(), stripe.stop()]);
    },
  };
}
