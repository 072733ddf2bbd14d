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
const tables = ['ledger_table', 'tables_processing-history', 'tables_policy-mapping'].map(
  (table) => `aws_dynamodb_table.${table}`,
);
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
  ...tables.map((address): Exception => ({
    rule: 'table-deletion',
    address,
    wrong: 'can be deleted',
    workspace: 'test',
    reason: 'test can be destroyed and deployed again; nobody pays for what its records say.',
  })),
  ...tables.map((address): Exception => ({
    rule: 'table-key',
    address,
    wrong: 'is encrypted with the key that AWS owns',
    reason: ownKey,
  })),
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
  ...['state-machine_log-group', 'recovery_state-machine_log-group'].map((log): Exception => ({
    rule: 'log-key',
    address: `aws_cloudwatch_log_group.${log}`,
    wrong: 'is encrypted with the key that AWS owns',
    reason: ownKey,
  })),
  {
    rule: 'topic-key',
    address: 'aws_sns_topic.alarm-topic_topic',
    wrong: 'is not encrypted',
    reason: 'An alarm cannot publish under aws/sns, and the message names no customer.',
  },
  {
    rule: 'schedule-key',
    address: 'aws_scheduler_schedule.recovery_schedule_schedule',
    wrong: 'is encrypted with the key that AWS owns',
    reason: ownKey,
  },
  {
    rule: 'schedule-dead-letters',
    address: 'aws_scheduler_schedule.recovery_schedule_schedule',
    wrong: 'has no dead-letter queue',
    reason: 'Each run does all the work there is, and StripeMeterRecoverySilent tells if none succeeds.',
  },
  ...everyResource('aws_iam_policy.boundary', 'PublishMetrics', 'DeliverLogs', 'Tracing'),
  ...everyResource('aws_iam_role_policy.recovery_role_policy', 'PublishMetrics', 'DeliverLogs', 'Tracing'),
  ...everyResource('aws_iam_role_policy.execution-role_policy', 'DeliverLogs', 'Tracing'),
  ...everyResource('aws_iam_role_policy.github_plan-policy', 'ReadSubscriptions'),
  ...everyResource(
    'aws_iam_role_policy.github_deploy-policy',
    'ReadSubscriptions',
    'SetUpLogDelivery',
    'DropSubscriptions',
  ),
];
