import { CreateConnectionCommand } from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { awsClients, type AwsClients } from '../../clients/aws/clients';
import { ProbeContext, type ProbeOptions } from '../../commands/probe/context';
import { newRun } from '../../commands/probe/names';
import { createMeter, stripeClientOf } from '../../local/catalog';
import { startLocalAws, type LocalAws } from '@usage-billing/local-aws/local-aws';
import { findPython } from '../../local/python';
import { stripeAccountIds } from '../../local/stripe-accounts';
import { startLocalStripe, type LocalStripe } from '@usage-billing/local-stripe/server';
import { environmentOf } from '../../settings/environments';
import { secretValueOf } from '../../settings/secret-value';

export const environment = environmentOf('test');

/** A local AWS and a local Stripe with what the probe needs of a deployment: secret, connection and meter. */
export interface ProbeAccount {
  readonly aws: LocalAws;
  readonly stripe: LocalStripe;
  readonly key: string;
  /** Clients of its own, to look at the account. */
  readonly clients: AwsClients;
  /** What questions are asked with. Its clients are its own, so that a test can bend what they say. */
  context(): ProbeContext;
  stop(): Promise<void>;
}

export async function startProbeAccount(): Promise<ProbeAccount> {
  const { accountId, region, names } = environment;
  const stripe = await startLocalStripe({
    keys: [],
    accountIds: stripeAccountIds,
    summaryDelaySeconds: 1,
  });
  const started = await startLocalAws({
    python: await findPython({ log: () => undefined }),
    accountId,
    region,
    httpTargets: { 'api.stripe.com': stripe.url },
    speed: 50,
  });
  const aws = { ...started, environment: { ...started.environment, STRIPE_API_BASE: stripe.url } };
  const newClients = () =>
    awsClients({
      endpoint: aws.url,
      region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  const clients = newClients();
  const key = ['sk', 'test', newRun().repeat(4)].join('_');
  stripe.addKey({ value: key, mode: 'test' });
  await clients.secrets.send(
    new CreateSecretCommand({ Name: names.secret, SecretString: secretValueOf(key) }),
  );
  const apiKey = { ApiKeyName: 'Authorization', ApiKeyValue: `Bearer ${key}` };
  const { ConnectionArn = '' } = await clients.events.send(
    new CreateConnectionCommand({
      Name: names.connection,
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: apiKey },
    }),
  );
  const { id: meterId } = await createMeter(stripeClientOf(stripe, key));
  const options = (): ProbeOptions => ({
    environment,
    aws: newClients(),
    stripe: stripeClientOf(stripe, key),
    meterId,
    connectionArn: ConnectionArn,
    run: newRun(),
    waits: { iam: 1, execution: 30, logs: 1, summaries: 3 },
    signal: new AbortController().signal,
  });
  return {
    aws,
    stripe,
    key,
    clients,
    context: () => new ProbeContext(options()),
    async stop() {
      await Promise.all([aws.stop(), stripe.stop()]);
    },
  };
}
