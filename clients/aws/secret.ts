import { randomUUID } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Environment } from '../../settings/environments';
import { CommandError } from '../operator-error';
import { requireKeyOfMode } from '../stripe/key-text';

export interface CurrentVersion {
  readonly versionId: string;
  /** Absent when the value is not the JSON that the connection reads. */
  readonly key?: string;
}

/** @throws CommandError unless the credentials are of the account that the settings name */
export async function requireAccount({ name, accountId, region }: Environment): Promise<void> {
  const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (Account !== accountId) {
    throw new CommandError(
      `The AWS credentials are of account ${Account}, but ${name} is in account ${accountId}. Choose other ` +
        'credentials (AWS_PROFILE) and run the command again.',
    );
  }
}

/**
 * The key that the environment's state machine sends with.
 *
 * @throws CommandError that says what to run, when there is none
 */
export async function readStripeKey(environment: Environment): Promise<string> {
  const current = await currentVersion(environment);
  if (!current?.key) {
    throw new CommandError(
      `The secret "${environment.names.secret}" ${current ? 'holds no {"STRIPE_SECRET_KEY": …}' : 'has no value yet'}. ` +
        `Run "npm run stripe:key -- --workspace ${environment.name}" to put the Stripe key.`,
    );
  }
  return requireKeyOfMode(
    current.key,
    environment.stripeMode,
    `The value of the secret "${environment.names.secret}"`,
  );
}

/**
 * What the secret holds now, or undefined if nothing was put yet.
 *
 * @throws CommandError if the secret does not exist
 */
export async function currentVersion(environment: Environment): Promise<CurrentVersion | undefined> {
  const { name, names, region } = environment;
  const client = new SecretsManagerClient({ region });
  const secret = await orUndefined(client.send(new DescribeSecretCommand({ SecretId: names.secret })));
  if (!secret) {
    throw new CommandError(
      `The secret "${names.secret}" does not exist in ${region}. Run "npm run deploy:${name} -- stripe-secret" to make it.`,
    );
  }
  if (secret.DeletedDate) {
    throw new CommandError(
      `The secret "${names.secret}" is being deleted. Run "aws secretsmanager restore-secret --secret-id ${names.secret} --region ${region}" to keep it.`,
    );
  }
  // Without any value Secrets Manager answers as if the secret were not there.
  const value = await orUndefined(client.send(new GetSecretValueCommand({ SecretId: names.secret })));
  return value && { versionId: value.VersionId ?? '', key: keyIn(value.SecretString) };
}

/** Puts the key as a new current version; the one before stays under AWSPREVIOUS. Returns the version's id. */
export async function putStripeKey({ names, region }: Environment, key: string): Promise<string> {
  const { VersionId } = await new SecretsManagerClient({ region }).send(
    new PutSecretValueCommand({
      SecretId: names.secret,
      SecretString: JSON.stringify({ STRIPE_SECRET_KEY: key }),
      // The version's id. The SDK's own retries send the same one, so a lost answer makes no second version.
      ClientRequestToken: randomUUID(),
    }),
  );
  return VersionId ?? '';
}

function keyIn(text = ''): string | undefined {
  try {
    const { STRIPE_SECRET_KEY: key } = JSON.parse(text) as { STRIPE_SECRET_KEY?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  }
}
