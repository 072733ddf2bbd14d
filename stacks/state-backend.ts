import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { App, LocalBackend, TerraformOutput } from 'cdktf';
import { join, relative } from 'node:path';
import type { Construct } from 'constructs';
import type { Environment } from '../settings/environments';
import { EnvironmentStack } from './environment-stack';
import { localStateFolder } from '../settings/stacks';

/**
 * The bucket that holds the state of the other stacks. Its own state is local: it is created once, before there is a
 * bucket, and can be adopted again by import.
 */
export class StateBackendStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'state-backend', environment);
    const folder = this.workspaceDirectory();
    new LocalBackend(this, { workspaceDir: folder, path: `${folder}/default.tfstate` });

    const bucket = new S3Bucket(this, 'bucket', {
      bucket: environment.names.stateBucket,
      lifecycle: { preventDestroy: true },
    });
    new S3BucketVersioningA(this, 'versioning', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, 'tls-only', {
      bucket: bucket.id,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'DenyWithoutTLS',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [bucket.arn, `${bucket.arn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
      dependsOn: [publicAccessBlock],
    });

    new TerraformOutput(this, 'state-bucket-arn', { value: bucket.arn });
  }

  /** `terraform.tfstate.d` beside `cdktf.json`, as seen from where Terraform runs: no path of one machine. */
  private workspaceDirectory(): string {
    const stackFolder = join(App.of(this).outdir, 'stacks', 'state-backend');
    return relative(stackFolder, localStateFolder).replaceAll('\\', '/');
  }
}
