import * as bucket from './bucket';
import { connectionStack } from './connection-stack';
import type { Finder } from './finder';
import * as iam from './iam';
import * as monitoring from './monitoring';
import { schedule } from './schedule';
import { secret } from './secret';
import { stateMachine } from './state-machine';
import { table } from './table';

/** How to look for each type of resource that the stacks have. */
export const finders: Readonly<Record<string, Finder>> = {
  aws_s3_bucket: bucket.bucket,
  aws_s3_bucket_versioning: bucket.bucketVersioning,
  aws_s3_bucket_server_side_encryption_configuration: bucket.bucketEncryption,
  aws_s3_bucket_ownership_controls: bucket.bucketOwnership,
  aws_s3_bucket_public_access_block: bucket.bucketPublicAccess,
  aws_s3_bucket_policy: bucket.bucketPolicy,
  aws_secretsmanager_secret: secret,
  aws_dynamodb_table: table,
  aws_iam_policy: iam.boundary,
  aws_iam_role: iam.role,
  aws_iam_role_policy: iam.rolePolicy,
  aws_iam_openid_connect_provider: iam.oidcProvider,
  aws_cloudformation_stack: connectionStack,
  aws_cloudwatch_log_group: monitoring.logGroup,
  aws_cloudwatch_log_metric_filter: monitoring.metricFilter,
  aws_cloudwatch_metric_alarm: monitoring.metricAlarm,
  aws_cloudwatch_dashboard: monitoring.dashboard,
  aws_sns_topic: monitoring.topic,
  aws_sns_topic_policy: monitoring.topic,
  aws_sns_topic_subscription: monitoring.topicSubscription,
  aws_sfn_state_machine: stateMachine,
  aws_scheduler_schedule: schedule,
};
