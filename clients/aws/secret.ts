import { randomUUID } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  paginateListSecretVersionIds,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../../settings/environments';
import { secretValueOf, secretValueShape, stripeKeyIn } from '../../settings/secret-value';
import { CommandError } from '../command-error';
import { requireKeyOfMode } from '../stripe/key-text';
import { awsClient } from './client';
import { undefinedIfAbsent } from './undefined-if-absent';

/** The environment's secret, without its value. */
export interface SecretDescription {
  readonly arn: string;
  readonly isScheduledForDeletion: boolean;
  /** Absent when no value was put yet. */
  readonly currentVersionId?: string;
}

/** A version of the secret, without its value. */
export interface SecretVersion {
  readonly versionId: string;
  readonly createdAt: Date;
  readonly isCurrent: boolean;
}

/** What the secret holds now. */
export interface CurrentVersion {
  readonly versionId: string;
  /** Absent when the value is not the JSON that the connection reads. */
  readonly key?: string;
}

/** The environment's secret without its value, or undefined if there is none. */
export async function describeSecret(environment: Environment): Promise<SecretDescription | undefined> {
  const found = await undefinedIfAbsent(
    awsClient(SecretsManagerClient, environment).send(
      new DescribeSecretCommand({ SecretId: environment.names.secret }),
    ),
  );
  if (!found) {
    return undefined;
  }
  const versions = Object.entries(found.VersionIdsToStages ?? {});
  return {
    arn: found.ARN ?? '',
    isScheduledForDeletion: found.DeletedDate !== undefined,
    currentVersionId: versions.find(([, stages]) => stages.includes('AWSCURRENT'))?.[0],
  };
}

/** The versions of an existing secret that have a stage, newest first. */
export async function listSecretVersions(environment: Environment): Promise<SecretVersion[]> {
  const client = awsClient(SecretsManagerClient, environment);
  const pages = paginateListSecretVersionIds({ client }, { SecretId: environment.names.secret });
  const versions: SecretVersion[] = [];
  for await (const { Versions = [] } of pages) {
    for (const { VersionId: versionId, CreatedDate: createdAt, VersionStages = [] } of Versions) {
      if (versionId && createdAt) {
        versions.push({ versionId, createdAt, isCurrent: VersionStages.includes('AWSCURRENT') });
      }
    }
  }
  return versions.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** The command that cancels the deletion of the secret. */
export const restoreSecretCommand = ({ names, region }: Environment) =>
  `aws secretsmanager restore-secret --secret-id ${names.secret} --region ${region}`;

/** Why the secret has no value to send or plan with, and what to run; undefined if it has one. */
export function missingSecretValue(
  environment: Environment,
  secret: SecretDescription | undefined,
): string | undefined {
  const { name, names, region } = environment;
  const subject = `The secret "${names.secret}"`;
  if (!secret) {
    return `${subject} does not exist in ${region}. Run "npm run deploy:${name} -- stripe-secret" to create it.`;
  }
  if (secret.isScheduledForDeletion) {
    return `${subject} is scheduled for deletion. Run "${restoreSecretCommand(environment)}" to keep it.`;
  }
  return secret.currentVersionId ? undefined : `${subject} has no value yet. ${putKeyAdvice(environment)}`;
}

const putKeyAdvice = ({ name }: Environment) =>
  `Run "npm run stripe:key -- --workspace ${name}" to put the Stripe key.`;

/**
 * The key that the environment's state machine sends with.
 *
 * @throws CommandError that says what to run, when there is none
 */
export async function readStripeKey(environment: Environment): Promise<string> {
  const secret = await describeSecret(environment);
  const missing = missingSecretValue(environment, secret);
  if (missing) {
    throw new CommandError(missing);
  }
  const { key } = (await readCurrentVersion(environment, secret)) ?? {};
  if (!key) {
    throw new CommandError(
      `The secret "${environment.names.secret}" holds no ${secretValueShape}. ${putKeyAdvice(environment)}`,
    );
  }
  return requireKeyOfMode(
    key,
    environment.stripeMode,
    `The value of the secret "${environment.names.secret}"`,
  );
}

/** The value of the secret's current version, or undefined if it has none. */
export async function readCurrentVersion(
  environment: Environment,
  secret: SecretDescription | undefined,
): Promise<CurrentVersion | undefined> {
  // Without a current version Secrets Manager responds as if there were no secret.
  if (!secret?.currentVersionId) {
    return undefined;
  }
  const { VersionId: versionId = '', SecretString: value } = await awsClient(
    SecretsManagerClient,
    environment,
  ).send(new GetSecretValueCommand({ SecretId: environment.names.secret }));
  return { versionId, key: stripeKeyIn(value) };
}

/**
 * Puts the key as a new current version; the one before stays under AWSPREVIOUS.
 *
 * @returns the version's id
 */
export async function putStripeKey(environment: Environment, key: string): Promise<string> {
  const { VersionId } = await awsClient(SecretsManagerClient, environment).send(
    new PutSecretValueCommand({
      SecretId: environment.names.secret,
      SecretString: secretValueOf(key),
      // The version's id. The SDK's own retries send the same one, so a lost response creates no second version.
      ClientRequestToken: randomUUID(),
    }),
  );
  return VersionId ?? '';
}
