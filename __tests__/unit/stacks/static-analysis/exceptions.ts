/** A finding that stays, with the reason. */
export interface Exception {
  readonly rule: string;
  readonly address: string;
  /** What the rule says of it. */
  readonly wrong: string;
  readonly reason: string;
  /** @default - both */
  readonly workspace?: 'test' | 'live';
}

const ownKey =
  'AWS encrypts it with a key of its own. A key of ours costs money, and one that is disabled or deleted stops billing; ' +
  'nobody is kept out by it whom IAM does not keep out already.';
const noResourceType = 'the actions have no resource types (Service Authorization Reference)';

const everyResource = (address: string, ...sids: string[]): Exception[] =>
  sids.map((sid) => ({
    rule: 'policy-resource',
    address,
    wrong: `${sid} allows every resource`,
    reason: noResourceType,
  }));

export const exceptions: Exception[] = [
  {
    rule: 'bucket-access-log',
    address: 'aws_s3_bucket.bucket',
    wrong: 'logs no access',
    reason: 'It needs another bucket. CloudTrail can record the data events of the account instead.',
  },
  ...['processing-history', 'policy-mapping'].map((table): Exception => ({
    rule: 'table-deletion',
    address: `aws_dynamodb_table.tables_${table}`,
    wrong: 'can be deleted',
    workspace: 'test',
    reason: 'test can be destroyed and deployed again; nobody pays for what its records say.',
  })),
  {
    rule: 'table-key',
    address: 'aws_dynamodb_table.tables_processing-history',
    wrong: 'is encrypted with the key that AWS owns',
    reason: ownKey,
  },
  {
    rule: 'table-key',
    address: 'aws_dynamodb_table.tables_policy-mapping',
    wrong: 'is encrypted with the key that AWS owns',
    reason: ownKey,
  },
  {
    rule: 'secret-key',
    address: 'aws_secretsmanager_secret.secret',
    wrong: 'is encrypted with aws/secretsmanager',
    reason: ownKey,
  },
  {
    rule: 'secret-rotation',
    address: 'aws_secretsmanager_secret.secret',
    wrong: 'is not rotated',
    reason: 'Only a person can create a key in the Stripe Dashboard; docs/runbook.md says how to rotate it.',
  },
  {
    rule: 'log-key',
    address: 'aws_cloudwatch_log_group.state-machine_log-group',
    wrong: 'is encrypted with the key that AWS owns',
    reason: ownKey,
  },
  {
    rule: 'topic-key',
    address: 'aws_sns_topic.send-failure_topic',
    wrong: 'is not encrypted',
    reason: 'An alarm cannot publish under aws/sns, and the message names no customer.',
  },
  ...everyResource('aws_iam_policy.boundary', 'DeliverLogs', 'Tracing'),
  ...everyResource('aws_iam_role_policy.execution-role_policy', 'DeliverLogs', 'Tracing'),
  ...everyResource('aws_iam_role_policy.github_plan-policy', 'ReadSubscriptions'),
  ...everyResource(
    'aws_iam_role_policy.github_deploy-policy',
    'ReadSubscriptions',
    'SetUpLogDelivery',
    'DropSubscriptions',
  ),
];
