import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Environment } from '../../settings/environments';
import { CommandError } from '../../clients/operator-error';
import { ask } from '../../clients/aws/undefined-if-absent';
import { absent, type Finder } from './finding';

/** @throws CommandError if a bucket has the name but is not this account's, not in its region, or may not be seen */
export async function stateBucketExists({ names, region, accountId }: Environment): Promise<boolean> {
  const input = { Bucket: names.stateBucket, ExpectedBucketOwner: accountId };
  try {
    await new S3Client({ region }).send(new HeadBucketCommand(input));
    return true;
  } catch (error) {
    // S3 answers HEAD without a body, hence without a name for the error.
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

export const bucket: Finder = async (_resource, { environment }) =>
  (await stateBucketExists(environment)) ? { id: environment.names.stateBucket } : absent;

/** A part of the bucket, which exists if the question has an answer. */
function part(
  action: string,
  question: (client: S3Client, Bucket: string) => Promise<unknown>,
  ...none: string[]
): Finder {
  return async (_resource, { environment: { names, region } }) => {
    const answer = await ask(
      action,
      question(new S3Client({ region }), names.stateBucket),
      'NoSuchBucket',
      ...none,
    );
    return answer ? { id: names.stateBucket } : absent;
  };
}

export const bucketVersioning = part('s3:GetBucketVersioning', async (client, Bucket) => {
  // A bucket that was never versioned has no status.
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
  return Status;
});

export const bucketEncryption = part(
  's3:GetEncryptionConfiguration',
  (client, Bucket) => client.send(new GetBucketEncryptionCommand({ Bucket })),
  'ServerSideEncryptionConfigurationNotFoundError',
);

export const bucketOwnership = part(
  's3:GetBucketOwnershipControls',
  (client, Bucket) => client.send(new GetBucketOwnershipControlsCommand({ Bucket })),
  'OwnershipControlsNotFoundError',
);

export const bucketPublicAccess = part(
  's3:GetBucketPublicAccessBlock',
  (client, Bucket) => client.send(new GetPublicAccessBlockCommand({ Bucket })),
  'NoSuchPublicAccessBlockConfiguration',
);

export const bucketPolicy = part(
  's3:GetBucketPolicy',
  (client, Bucket) => client.send(new GetBucketPolicyCommand({ Bucket })),
  'NoSuchBucketPolicy',
);
