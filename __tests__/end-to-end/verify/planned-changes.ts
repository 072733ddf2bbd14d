import { DeleteMetricFilterCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { customerIndex, openIndex } from '../../../ledger/indexes';
import { notSentMetricName } from '../../../modules/send-failure-metrics';
import { alarm } from './alarm-changes';
import type { Change } from './breakage';
import { machine } from './machine-changes';
import { admittingLambda, bounded, policy } from './role-changes';
import { unprotected, withKey, withoutIndex } from './table-changes';
import { topicDenying, topicEncrypted } from './topic-changes';

/** Something changed by hand, and what the plan must say of it. */
interface PlannedChange {
  readonly make: Change;
  /** Of the resource that shows it. */
  readonly address: string;
  /** Attributes, among others. @default - the resource is missing */
  readonly differs?: readonly string[];
}

const schedulePaused: Change = async ({ services: { clients }, environment }) => {
  const name = { Name: environment.names.recoverySchedule, GroupName: 'default' };
  const { FlexibleTimeWindow, Target, Description } = await clients.scheduler.send(
    new GetScheduleCommand(name),
  );
  const ScheduleExpression = 'rate(1 day)';
  await clients.scheduler.send(
    new UpdateScheduleCommand({
      ...name,
      Description,
      FlexibleTimeWindow,
      Target,
      ScheduleExpression,
      State: 'DISABLED',
    }),
  );
};

const forgetful =
  (group: 'logGroup' | 'recoveryLogGroup'): Change =>
  ({ services: { clients }, environment }) =>
    clients.logs.send(
      new PutRetentionPolicyCommand({ logGroupName: environment.names[group], retentionInDays: 1 }),
    );

const uncounted: Change = ({ services: { clients }, environment }) =>
  clients.logs.send(
    new DeleteMetricFilterCommand({
      logGroupName: environment.names.logGroup,
      filterName: notSentMetricName,
    }),
  );

/** What Terraform knows of, each changed in one way that matters; all of it is there at once. */
export const plannedChanges: readonly PlannedChange[] = [
  {
    make: admittingLambda('executionRole'),
    address: 'aws_iam_role.execution-role_role',
    differs: ['assume_role_policy'],
  },
  {
    make: admittingLambda('recoveryRole'),
    address: 'aws_iam_role.recovery_role_role',
    differs: ['assume_role_policy'],
  },
  {
    make: admittingLambda('schedulerRole'),
    address: 'aws_iam_role.recovery_schedule_role',
    differs: ['assume_role_policy'],
  },
  {
    make: policy('executionRole', (all) => all.filter(({ Sid }) => Sid !== 'InvokeHTTPEndpoint')),
    address: 'aws_iam_role_policy.execution-role_policy',
    differs: ['policy'],
  },
  {
    // More than it needs, where the one above has less.
    make: policy('recoveryRole', (all) =>
      all.map((one) => (one.Sid === 'UpdateLedger' ? { ...one, Action: 'dynamodb:*' } : one)),
    ),
    address: 'aws_iam_role_policy.recovery_role_policy',
    differs: ['policy'],
  },
  {
    make: policy('schedulerRole', (all) => all.map((one) => ({ ...one, Resource: '*' }))),
    address: 'aws_iam_role_policy.recovery_schedule_policy',
    differs: ['policy'],
  },
  {
    make: machine((definition) => ({
      definition: definition.replace('"TimeoutSeconds":65', '"TimeoutSeconds":5'),
      loggingConfiguration: { level: 'OFF' },
      tracingConfiguration: { enabled: false },
    })),
    address: 'aws_sfn_state_machine.state-machine_machine',
    differs: ['definition', 'logging_configuration', 'tracing_configuration'],
  },
  {
    make: machine(
      (definition) => ({ definition: definition.replace('$refusals >= 3', '$refusals >= 30') }),
      'recoveryStateMachine',
    ),
    address: 'aws_sfn_state_machine.recovery_state-machine_machine',
    differs: ['definition'],
  },
  {
    make: schedulePaused,
    address: 'aws_scheduler_schedule.recovery_schedule_schedule',
    differs: ['schedule_expression', 'state'],
  },
  {
    make: unprotected('meterEventsTable'),
    address: 'aws_dynamodb_table.ledger_table',
    differs: ['point_in_time_recovery'],
  },
  ...[openIndex, customerIndex].map((index) => ({
    make: withoutIndex(index),
    address: 'aws_dynamodb_table.ledger_table',
    differs: ['global_secondary_index'],
  })),
  {
    make: unprotected('processingHistoryTable'),
    address: 'aws_dynamodb_table.tables_processing-history',
    differs: ['point_in_time_recovery'],
  },
  {
    make: withKey('policyMappingTable', 'policy'),
    address: 'aws_dynamodb_table.tables_policy-mapping',
    differs: ['hash_key'],
  },
  {
    make: alarm(({ Metrics = [] }) => ({
      Threshold: 5,
      Metrics: Metrics.filter(({ Id }) => Id !== 'caught').map((query) =>
        query.Expression ? { ...query, Expression: 'failed' } : query,
      ),
    })),
    address: 'aws_cloudwatch_metric_alarm.send-failure_alarm',
    differs: ['metric_query', 'threshold'],
  },
  {
    make: alarm(() => ({ MetricName: 'StripeMeterEventsOpen', ActionsEnabled: false }), 'overdueAlarm'),
    address: 'aws_cloudwatch_metric_alarm.recovery_overdue-alarm',
    differs: ['actions_enabled', 'metric_name'],
  },
  {
    make: alarm(() => ({ TreatMissingData: 'notBreaching', AlarmActions: [] }), 'recoverySilentAlarm'),
    address: 'aws_cloudwatch_metric_alarm.recovery_silent-alarm',
    differs: ['alarm_actions', 'treat_missing_data'],
  },
  { make: topicEncrypted, address: 'aws_sns_topic.alarm-topic_topic', differs: ['kms_master_key_id'] },
  { make: topicDenying, address: 'aws_sns_topic_policy.alarm-topic_policy', differs: ['policy'] },
  {
    make: forgetful('logGroup'),
    address: 'aws_cloudwatch_log_group.state-machine_log-group',
    differs: ['retention_in_days'],
  },
  {
    make: forgetful('recoveryLogGroup'),
    address: 'aws_cloudwatch_log_group.recovery_state-machine_log-group',
    differs: ['retention_in_days'],
  },
  { make: uncounted, address: 'aws_cloudwatch_log_metric_filter.send-failure_not-sent' },
  // Last: AWS updates no state machine whose role may do nothing.
  { make: bounded, address: 'aws_iam_role.execution-role_role', differs: ['permissions_boundary'] },
];
