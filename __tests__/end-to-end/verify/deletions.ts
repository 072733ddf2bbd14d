import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteLogGroupCommand, DeleteMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBackupCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteScheduleCommand } from '@aws-sdk/client-scheduler';
import { DeleteStateMachineCommand } from '@aws-sdk/client-sfn';
import { DeleteTopicCommand } from '@aws-sdk/client-sns';
import { notSentMetricName } from '../../../modules/send-failure-metrics';
import type { Change } from './breakage';
import { policyNames, roles } from './role-changes';

/** Deletes the ledger; DynamoDB keeps a backup of a table with point-in-time recovery. */
export const ledgerDeleted: Change = async ({ services: { clients }, environment }) => {
  const TableName = environment.names.meterEventsTable;
  await clients.dynamodb.send(new CreateBackupCommand({ TableName, BackupName: 'BeforeDeletion' }));
  await clients.dynamodb.send(new DeleteTableCommand({ TableName }));
};

/** Deletes everything that `service-processing` created, but for the ledger and the dashboard. */
export const everythingDeleted: Change = async ({ services: { clients }, environment }, { arns }) => {
  const { names } = environment;
  const { iam, states, scheduler, dynamodb, cloudWatch, sns, logs } = clients;
  for (const role of roles) {
    const RoleName = names[role];
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: policyNames[role] }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  }
  for (const stateMachineArn of [arns.stateMachine, arns.recoveryStateMachine]) {
    await states.send(new DeleteStateMachineCommand({ stateMachineArn }));
  }
  await scheduler.send(new DeleteScheduleCommand({ Name: names.recoverySchedule, GroupName: 'default' }));
  for (const TableName of [names.processingHistoryTable, names.policyMappingTable]) {
    await dynamodb.send(new DeleteTableCommand({ TableName }));
  }
  const AlarmNames = [names.alarm, names.overdueAlarm, names.recoverySilentAlarm];
  await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames }));
  await sns.send(new DeleteTopicCommand({ TopicArn: arns.alarmTopic }));
  // AWS deletes it with its log group.
  const filter = { logGroupName: names.logGroup, filterName: notSentMetricName };
  await logs.send(new DeleteMetricFilterCommand(filter));
  for (const logGroupName of [names.logGroup, names.recoveryLogGroup]) {
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  }
};

/** What the plan must miss then. */
export const deletedAddresses: readonly string[] = [
  'aws_cloudwatch_log_group.recovery_state-machine_log-group',
  'aws_cloudwatch_log_group.state-machine_log-group',
  'aws_cloudwatch_log_metric_filter.send-failure_not-sent',
  'aws_cloudwatch_metric_alarm.recovery_overdue-alarm',
  'aws_cloudwatch_metric_alarm.recovery_silent-alarm',
  'aws_cloudwatch_metric_alarm.send-failure_alarm',
  'aws_dynamodb_table.tables_policy-mapping',
  'aws_dynamodb_table.tables_processing-history',
  'aws_iam_role.execution-role_role',
  'aws_iam_role.recovery_role_role',
  'aws_iam_role.recovery_schedule_role',
  'aws_iam_role_policy.execution-role_policy',
  'aws_iam_role_policy.recovery_role_policy',
  'aws_iam_role_policy.recovery_schedule_policy',
  'aws_scheduler_schedule.recovery_schedule_schedule',
  'aws_sfn_state_machine.recovery_state-machine_machine',
  'aws_sfn_state_machine.state-machine_machine',
  'aws_sns_topic.alarm-topic_topic',
  'aws_sns_topic_policy.alarm-topic_policy',
  'aws_sns_topic_subscription.alarm-topic_email-stripe-billing-test-siftbeam-example',
];
