import {
  DeauthorizeConnectionCommand,
  UpdateConnectionCommand,
  type UpdateConnectionAuthRequestParameters,
} from '@aws-sdk/client-eventbridge';
import {
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { stripeKeyIn } from '../../../settings/secret-value';
import type { Deployed } from '../../helpers/deployed';
import {
  deleteConnectionStack,
  deployConnection,
  putKey,
  putKeyAgain,
  type Breakage,
  type Change,
} from './breakage';

const newKey = (kind: 'sk' | 'rk' | 'pk', mode: 'test' | 'live') =>
  [kind, mode, randomBytes(16).toString('hex')].join('_');

const json = (key: string) => JSON.stringify({ STRIPE_SECRET_KEY: key });

const put = ({ services, environment }: Deployed, SecretString: string) =>
  services.clients.secrets.send(
    new PutSecretValueCommand({ SecretId: environment.names.secret, SecretString }),
  );

/** The key in the secret. */
export async function storedKey({ services, environment }: Deployed): Promise<string> {
  const { SecretString } = await services.clients.secrets.send(
    new GetSecretValueCommand({ SecretId: environment.names.secret }),
  );
  return stripeKeyIn(SecretString) ?? '';
}

/** Puts another value, which the connection does not get. */
const holding =
  (value: (deployed: Deployed) => string): Change =>
  (deployed) =>
    put(deployed, value(deployed));

/** Updates the connection by hand. */
const updated =
  (AuthParameters: UpdateConnectionAuthRequestParameters): Change =>
  ({ services, environment }) =>
    services.clients.events.send(
      new UpdateConnectionCommand({
        Name: environment.names.connection,
        AuthorizationType: 'API_KEY',
        AuthParameters,
      }),
    );

/** In an order in which none hides another. */
export const keyBreakages: readonly Breakage[] = [
  {
    line: 'secret',
    wrong: 'the secret is scheduled for deletion',
    make: ({ services, environment }) =>
      services.clients.secrets.send(
        new DeleteSecretCommand({ SecretId: environment.names.secret, RecoveryWindowInDays: 30 }),
      ),
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
    make: async (deployed) => deployed.services.stripe.revokeKey(await storedKey(deployed)),
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
    line: 'connection-version',
    wrong: 'a new key was not deployed',
    make: holding(({ services }) => json(services.newKey('test'))),
    seen: /was last updated .*, before the current version .*: it holds an older key/,
    remedy: deployConnection,
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
    wrong: 'a 401 deauthorized the connection',
    make: ({ services, environment }) =>
      services.clients.events.send(new DeauthorizeConnectionCommand({ Name: environment.names.connection })),
    seen: /DEAUTHORIZED/,
    remedy: putKeyAgain,
  },
];

/** The last, because its fix deletes the connection. */
export const overriding: Breakage = {
  line: 'connection',
  wrong: 'it overrides a field of each meter event',
  make: updated({
    ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: 'none' },
    InvocationHttpParameters: { BodyParameters: [{ Key: 'payload[value]', Value: '1' }] },
  }),
  seen: /^also adds the body field payload\[value\], which overrides what is sent$/,
  remedy: deleteConnectionStack,
};
