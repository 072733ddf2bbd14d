import { beside, unless, type Rule } from './rule';

const publicAccess = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
];

/** Buckets, tables and secrets. */
export const storageRules: Rule[] = [
  {
    id: 'bucket-encryption',
    title: 'a bucket is encrypted, because a state names every resource',
    type: 'aws_s3_bucket',
    wrong: (_, stack, address) =>
      unless(
        beside(
          stack,
          address,
          'aws_s3_bucket_server_side_encryption_configuration',
          ({ rule }) => rule[0].apply_server_side_encryption_by_default.sse_algorithm !== undefined,
        ),
        'is not encrypted',
      ),
    bad: {},
  },
  {
    id: 'bucket-public-access',
    title: 'a bucket blocks public access in each of the four ways, so that no policy or ACL can open it',
    type: 'aws_s3_bucket',
    wrong: (_, stack, address) =>
      unless(
        beside(stack, address, 'aws_s3_bucket_public_access_block', (block) =>
          publicAccess.every((way) => block[way] === true),
        ),
        'can be public',
      ),
    bad: {},
  },
  {
    id: 'bucket-acl',
    title: 'a bucket knows no ACLs, whose grants nobody sees in a policy',
    type: 'aws_s3_bucket',
    wrong: (_, stack, address) =>
      unless(
        beside(
          stack,
          address,
          'aws_s3_bucket_ownership_controls',
          ({ rule }) => rule.object_ownership === 'BucketOwnerEnforced',
        ),
        'admits ACLs',
      ),
    bad: {},
  },
  {
    id: 'bucket-versions',
    title: 'a bucket keeps old versions, so that a damaged state can be restored',
    type: 'aws_s3_bucket',
    wrong: (_, stack, address) =>
      unless(
        beside(
          stack,
          address,
          'aws_s3_bucket_versioning',
          (versioning) => versioning.versioning_configuration.status === 'Enabled',
        ),
        'keeps no versions',
      ),
    bad: {},
  },
  {
    id: 'bucket-tls',
    title: 'a bucket denies requests without TLS, whoever sends them',
    type: 'aws_s3_bucket',
    wrong: (_, stack, address) =>
      unless(
        beside(stack, address, 'aws_s3_bucket_policy', ({ policy }) =>
          JSON.parse(policy).Statement.some(
            (statement: { Effect: string; Condition?: { Bool?: Record<string, string> } }) =>
              statement.Effect === 'Deny' && statement.Condition?.Bool?.['aws:SecureTransport'] === 'false',
          ),
        ),
        'takes requests without TLS',
      ),
    bad: {},
  },
  {
    id: 'bucket-access-log',
    title: 'a bucket logs who reads it',
    type: 'aws_s3_bucket',
    wrong: (_, stack, address) =>
      unless(
        beside(stack, address, 'aws_s3_bucket_logging', () => true),
        'logs no access',
      ),
    bad: {},
  },
  {
    id: 'bucket-destroy',
    title: 'a bucket survives a plan that destroys it',
    type: 'aws_s3_bucket',
    wrong: ({ lifecycle, force_destroy }) =>
      unless(lifecycle?.prevent_destroy === true && !force_destroy, 'can be destroyed'),
    bad: { force_destroy: true, lifecycle: { prevent_destroy: true } },
  },
  {
    id: 'table-recovery',
    title: 'a table can be restored to any second of the last 35 days, because it says what was billed',
    type: 'aws_dynamodb_table',
    wrong: ({ point_in_time_recovery: recovery }) => unless(recovery?.enabled === true, 'cannot be restored'),
    bad: { point_in_time_recovery: { enabled: false } },
  },
  {
    id: 'table-deletion',
    title: 'a table cannot be deleted by mistake',
    type: 'aws_dynamodb_table',
    wrong: (values) => unless(values.deletion_protection_enabled === true, 'can be deleted'),
    bad: {},
  },
  {
    id: 'table-expiry',
    title: 'a table lets no item expire, because a record that is gone may be billed twice',
    type: 'aws_dynamodb_table',
    wrong: ({ ttl }) => unless(ttl?.enabled !== true, 'lets items expire'),
    bad: { ttl: { enabled: true, attribute_name: 'expiresAt' } },
  },
  {
    id: 'table-key',
    title: 'a table is encrypted with a key of our own',
    type: 'aws_dynamodb_table',
    wrong: ({ server_side_encryption: encryption }) =>
      unless(Boolean(encryption?.kms_key_arn), 'is encrypted with the key that AWS owns'),
    bad: { server_side_encryption: { enabled: true } },
  },
  {
    id: 'secret-recovery',
    title: 'a deleted secret can be restored, and no plan destroys it, because nothing is billed without it',
    type: 'aws_secretsmanager_secret',
    wrong: ({ recovery_window_in_days: days = 30, lifecycle }) => [
      ...unless(days >= 7, `can be restored for ${days} days`),
      ...unless(lifecycle?.prevent_destroy === true, 'can be destroyed'),
    ],
    bad: { recovery_window_in_days: 0, lifecycle: { prevent_destroy: true } },
  },
  {
    id: 'secret-key',
    title: 'a secret is encrypted with a key of our own',
    type: 'aws_secretsmanager_secret',
    wrong: ({ kms_key_id }) => unless(Boolean(kms_key_id), 'is encrypted with aws/secretsmanager'),
    bad: {},
  },
  {
    id: 'secret-rotation',
    title: 'a secret is rotated',
    type: 'aws_secretsmanager_secret',
    wrong: (_, stack, address) =>
      unless(
        beside(stack, address, 'aws_secretsmanager_secret_rotation', () => true),
        'is not rotated',
      ),
    bad: {},
  },
];
