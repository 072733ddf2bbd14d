import { CloudFormationClient, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  DeauthorizeConnectionCommand,
  UpdateConnectionCommand,
  type UpdateConnectionAuthRequestParameters,
} from '@aws-sdk/client-eventbridge';
import {
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { awsClient } from '../../../clients/aws/client';
import { stripeKeyIn } from '../../../settings/secret-value';
import type { Deployed } from '../../helpers/deployed';
import { deleteConnectionStack, deployConnection, putKey, putKeyAgain, type Breakage } from './breakage';

const newKey = (kind: 'sk' | 'rk' | 'pk', mode: 'test' | 'live') =>
  [kind, mode, randomBytes(16).toString('hex')].join('_');

const json = (key: string) => JSON.stringify({ STRIPE_SECRET_KEY: key });

async function put({ services, environment }: Deployed, SecretString: string): Promise<string | undefined> {
  const SecretId = environment.names.secret;
  const { VersionId } = await services.clients.secrets.send(
    new PutSecretValueCommand({ SecretId, SecretString }),
  );
  return VersionId;
}

/** The key in the secret. */
export async function storedKey({ services, environment }: Deployed): Promise<string> {
  const { SecretString } = await services.clients.secrets.send(
    new GetSecretValueCommand({ SecretId: environment.names.secret }),
  );
  return stripeKeyIn(SecretString) ?? '';
}

/** Puts another value; the repair puts the key again and passes it to the connection, as a deploy does. */
const holding =
  (value: (deployed: Deployed) => string): Breakage['make'] =>
  async (deployed, facts) => {
    const { secretArn } = await facts.deployedArns();
    await put(deployed, value(deployed));
    return async () => {
      const versionId = await put(deployed, json(deployed.key));
      await awsClient(CloudFormationClient, deployed.environment).send(
        new UpdateStackCommand({
          StackName: deployed.environment.names.connectionStack,
          UsePreviousTemplate: true,
          Parameters: [
            { ParameterKey: 'StripeSecretArn', ParameterValue: secretArn },
            { ParameterKey: 'StripeSecretVersionId', ParameterValue: versionId },
          ],
        }),
      );
    };
  };

const authorizing = ({ key }: Deployed) => ({
  ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: `Bearer ${key}` },
});

const update = ({ services, environment }: Deployed, AuthParameters: UpdateConnectionAuthRequestParameters) =>
  services.clients.events.send(
    new UpdateConnectionCommand({
      Name: environment.names.connection,
      AuthorizationType: 'API_KEY',
      AuthParameters,
    }),
  );

/** Updates the connection by hand. */
const updated =
  (parameters: UpdateConnectionAuthRequestParameters): Breakage['make'] =>
  async (deployed) => {
    await update(deployed, parameters);
    return () => update(deployed, authorizing(deployed));
  };

export const keyBreakages: Breakage[] = [
  {
    line: 'secret',
    wrong: 'the secret is scheduled for deletion',
    async make({ services, environment }) {
      const SecretId = environment.names.secret;
      await services.clients.secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 30 }));
      return () => services.clients.secrets.send(new RestoreSecretCommand({ SecretId }));
    },
    seen: /is scheduled for deletion/,
    remedy: /^aws secretsmanager restore-secret --secret-id siftbeam\/test\/stripe\/api-key/,
  },
  {
    line: 'secret-value',
    wrong: "the value is not the guide's JSON",
    make: holding(() => newKey('sk', 'test')),
    seen: /is not \{"STRIPE_SECRET_KEY"/,
    remedy: putKey,
  },
  {
    line: 'secret-value',
    wrong: 'the key is of the other mode',
    make: holding(() => json(newKey('sk', 'live'))),
    seen: /a key of live mode/,
    remedy: putKey,
  },
  {
    line: 'secret-value',
    wrong: 'the key is a publishable one',
    make: holding(() => json(newKey('pk', 'test'))),
    seen: /a publishable key/,
    remedy: putKey,
  },
  {
    line: 'stripe-account',
    wrong: 'the key is of another Stripe account',
    make: holding(({ services }) => {
      const value = newKey('sk', 'test');
      services.stripe.addKey({ value, mode: 'test', accountId: 'acct_1OfSomebodyElse' });
      return json(value);
    }),
    seen: /the key belongs to acct_1OfSomebodyElse, but test bills with acct_/,
    remedy: putKey,
  },
  {
    line: 'stripe-key',
    wrong: 'the key is revoked',
    async make(deployed) {
      const { stripe } = deployed.services;
      const value = await storedKey(deployed);
      stripe.revokeKey(value);
      return async () => stripe.addKey({ value, mode: 'test' });
    },
    seen: /Stripe does not accept the key/,
    remedy: putKey,
  },
  {
    line: 'stripe-key',
    wrong: 'a restricted key may not read prices',
    make: holding(({ services }) => {
      const value = newKey('rk', 'test');
      const permissions = ['billing_meter_event_write', 'billing_meter_read', 'product_read'];
      services.stripe.addKey({ value, mode: 'test', permissions });
      return json(value);
    }),
    seen: /the restricted key lacks plan_read/,
    remedy: /^Give it the permission in the Stripe Dashboard/,
  },
  {
    line: 'stripe-key',
    wrong: 'a restricted key may not read meters, as recovery must',
    make: holding(({ services }) => {
      const value = newKey('rk', 'test');
      const permissions = ['billing_meter_event_write', 'product_read', 'plan_read'];
      services.stripe.addKey({ value, mode: 'test', permissions });
      return json(value);
    }),
    seen: /lacks billing_meter_read: recovery can neither find the meter nor ask what Stripe counted/,
    remedy: /^Give it the permission in the Stripe Dashboard/,
  },
  {
    line: 'connection',
    wrong: 'a 401 deauthorized the connection',
    async make(deployed) {
      const Name = deployed.environment.names.connection;
      await deployed.services.clients.events.send(new DeauthorizeConnectionCommand({ Name }));
      return () => update(deployed, authorizing(deployed));
    },
    seen: /DEAUTHORIZED/,
    remedy: putKeyAgain,
    repair: { round: 2 },
  },
  {
    line: 'connection',
    wrong: 'it adds another header',
    make: updated({ ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'none' } }),
    seen: /^adds the header X-Key, not Authorization$/,
    remedy: putKeyAgain,
  },
  {
    line: 'connection',
    wrong: 'it overrides a field of each meter event',
    make: updated({
      ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: 'none' },
      InvocationHttpParameters: { BodyParameters: [{ Key: 'payload[value]', Value: '1' }] },
    }),
    seen: /^also adds the body field payload\[value\], which overrides what is sent$/,
    remedy: deleteConnectionStack,
    repair: { sameAs: 'it was deleted, and its CloudFormation stack is still there' },
  },
  {
    line: 'connection-version',
    wrong: 'a new key was not deployed',
    make: holding(({ services }) => json(services.newKey('test'))),
    seen: /was last updated .*, before the current version .*: it holds an older key/,
    remedy: deployConnection,
  },
];
