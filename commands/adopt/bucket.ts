import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { stateBucketExists } from '../../clients/aws/state-bucket';
import { ask } from './ask';
import { awsClient } from '../../clients/aws/client';
import { absent, type Finder } from './finder';

export const bucket: Finder = async (_resource, { environment }) =>
  (await stateBucketExists(environment)) ? { id: environment.names.stateBucket } : absent;

/** A part of the bucket, which exists if S3 has a response for it. */
function part(action: string, read: (client: S3Client, Bucket: string) => Promise<unknown>): Finder {
  return async (_resource, { environment }) => {
    const { stateBucket } = environment.names;
    const response = await ask(action, read(awsClient(S3Client, environment), stateBucket));
    return response ? { id: stateBucket } : absent;
  };
}

export const bucketVersioning = part('s3:GetBucketVersioning', async (client, Bucket) => {
  // A bucket that was never versioned has no status.
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
  return Status;
});

export const bucketEncryption = part('s3:GetEncryptionConfiguration', (client, Bucket) =>
  client.send(new GetBucketEncryptionCommand({ Bucket })),
);

export const bucketOwnership = part('s3:GetBucketOwnershipControls', (client, Bucket) =>
  client.send(new GetBucketOwnershipControlsCommand({ Bucket })),
);

export const bucketPublicAccess = part('s3:GetBucketPublicAccessBlock', (client, Bucket) =>
  client.send(new GetPublicAccessBlockCommand({ Bucket })),
);

export const bucketPolicy = part('s3:GetBucketPolicy', (client, Bucket) =>
  client.send(new GetBucketPolicyCommand({ Bucket })),
);
