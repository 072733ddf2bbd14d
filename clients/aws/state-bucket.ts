import { HeadBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../../settings/environments';
import { stateObjectKey, stacksOf, type StackName } from '../../settings/stacks';
import { CommandError } from '../command-error';
import { awsClient } from './client';

/**
 * Whether the state bucket exists.
 *
 * @throws CommandError if a bucket has the name but is not this account's, not in its region, or may not be seen
 */
export async function stateBucketExists(environment: Environment): Promise<boolean> {
  const { names, region, accountId } = environment;
  const input = { Bucket: names.stateBucket, ExpectedBucketOwner: accountId };
  try {
    await awsClient(S3Client, environment).send(new HeadBucketCommand(input));
    return true;
  } catch (error) {
    // S3 responds to HEAD without a body, hence without a name for the error.
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) {
      return false;
    }
    if (status === 301) {
      throw new CommandError(
        `The bucket "${names.stateBucket}" is in another region than ${region}. Bucket names are global: delete it, ` +
          'or choose another name in settings/names.ts, and run the command again.',
      );
    }
    if (status === 403) {
      throw new CommandError(
        `The bucket "${names.stateBucket}" exists, but the AWS credentials may not see it: they lack s3:ListBucket, ` +
          `or it does not belong to account ${accountId}. Permit the action, or choose another name in ` +
          'settings/names.ts, and run the command again.',
      );
    }
    throw error;
  }
}

/**
 * The stacks whose state Terraform has locked: one is being deployed, or a deployment of it was killed. The bucket must
 * exist.
 */
export async function lockedStacks(environment: Environment): Promise<StackName[]> {
  const { name, names, accountId } = environment;
  const list = new ListObjectsV2Command({ Bucket: names.stateBucket, ExpectedBucketOwner: accountId });
  const { Contents = [] } = await awsClient(S3Client, environment).send(list);
  // With `use_lockfile` the lock is an object beside the state.
  return stacksOf(environment).filter((stack) =>
    Contents.some(({ Key }) => Key === `${stateObjectKey(name, stack)}.tflock`),
  );
}
