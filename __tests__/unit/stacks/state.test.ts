import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { StateBackendStack } from '../../../stacks/state-backend';
import { StripeConnectionStack } from '../../../stacks/stripe-connection';
import { StripeSecretStack } from '../../../stacks/stripe-secret';
import { synthesized } from '../../helpers/synthesized';

const stacks = [StateBackendStack, StripeSecretStack, StripeConnectionStack, ServiceProcessingStack];
const workspaces = ['test', 'live'] as const;

describe.each(workspaces)('in %s', (workspace) => {
  test.each([
    ['stripe-secret', StripeSecretStack],
    ['stripe-connection', StripeConnectionStack],
    ['service-processing', ServiceProcessingStack],
  ])('%s keeps its state encrypted and locked, in a place of its own', (id, Stack) => {
    expect(synthesized(Stack, workspace).terraform.terraform.backend.s3).toEqual({
      bucket: `siftbeam-terraform-state-002689294103-${workspace}`,
      key: `${id}.tfstate`,
      region: 'ap-northeast-1',
      encrypt: true,
      use_lockfile: true,
      workspace_key_prefix: 'workspaces',
      allowed_account_ids: ['002689294103'],
    });
  });

  test.each(stacks.map((Stack) => [Stack.name, Stack] as const))(
    '%s acts in the account of the settings alone, and says on every resource whose it is',
    (_, Stack) => {
      expect(synthesized(Stack, workspace).terraform.provider.aws).toEqual([
        {
          region: 'ap-northeast-1',
          allowed_account_ids: ['002689294103'],
          default_tags: [
            { tags: { Application: 'siftbeam', Environment: '${var.environment}', ManagedBy: 'terraform' } },
          ],
        },
      ]);
    },
  );

  test.each(stacks.map((Stack) => [Stack.name, Stack] as const))(
    '%s is the same to the byte each time, so that a plan shows changes alone',
    (_, Stack) => {
      expect(synthesized(Stack, workspace).text).toBe(synthesized(Stack, workspace).text);
    },
  );

  test('the secret has no value in Terraform, where it would stand in the state', () => {
    const secret = synthesized(StripeSecretStack, workspace);
    expect(Object.keys(secret.terraform.resource)).toEqual(['aws_secretsmanager_secret']);
    expect(secret.resource('aws_secretsmanager_secret').description).toBe(
      'Stripe Secret Key for Billing Meters',
    );
    for (const Stack of stacks) {
      const { text } = synthesized(Stack, workspace);
      expect(text).not.toMatch(/secretsmanager_secret_version"/);
      expect(text).not.toMatch(/\b[sr]k_(test|live)_/);
    }
  });

  test('the secret and the state bucket cannot be destroyed by Terraform', () => {
    const secret = synthesized(StripeSecretStack, workspace).resource('aws_secretsmanager_secret');
    const bucket = synthesized(StateBackendStack, workspace).resource('aws_s3_bucket');
    expect([secret.lifecycle, bucket.lifecycle]).toEqual([
      { prevent_destroy: true },
      { prevent_destroy: true },
    ]);
  });
});

test('the state bucket is versioned, encrypted, private and speaks TLS only', () => {
  const stack = synthesized(StateBackendStack, 'live');
  expect(stack.resource('aws_s3_bucket_versioning').versioning_configuration.status).toBe('Enabled');
  expect(stack.count('aws_s3_bucket_server_side_encryption_configuration')).toBe(1);
  expect(stack.resource('aws_s3_bucket_public_access_block')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  const policy = JSON.parse(stack.resource('aws_s3_bucket_policy').policy);
  expect(policy.Statement).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ]);
});
