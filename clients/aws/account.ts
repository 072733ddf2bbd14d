import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Environment } from '../../settings/environments';
import { CommandError } from '../command-error';
import { requireEndpoints } from '../endpoints';
import { awsClient } from './client';

/**
 * What every command requires first of the places that its requests go to.
 *
 * @throws CommandError as `requireEndpoints` and `requireCredentials` do
 */
export async function requireAccount(environment: Environment): Promise<void> {
  await requireEndpoints(environment);
  await requireCredentials(environment);
}

/** @throws CommandError unless the credentials are of the account that the settings name */
export async function requireCredentials(environment: Environment): Promise<void> {
  const { name, accountId } = environment;
  const { Account } = await awsClient(STSClient, environment).send(new GetCallerIdentityCommand({}));
  if (Account !== accountId) {
    throw new CommandError(
      `The AWS credentials are of account ${Account}, but ${name} is in account ${accountId}. Choose other ` +
        'credentials (AWS_PROFILE) and run the command again.',
    );
  }
}
