import { sentStateNames } from '../../../stacks/deployed-values';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { inRegion } from '../../helpers/deployment-roles';
import { statesOf } from '../../helpers/state-machine-requests';
import { synthesized } from '../../helpers/synthesized';

const live = synthesized(ServiceProcessingStack, 'live');
const inTest = synthesized(ServiceProcessingStack, 'test');

const machine = live.resource('aws_sfn_state_machine', 'state-machine_machine');
const recovery = live.resource('aws_sfn_state_machine', 'recovery_state-machine_machine');

describe('the tables', () => {
  test("are made in test, which is complete in itself, and are the application's in live; the ledger is ours in both", () => {
    expect(Object.keys(inTest.terraform.resource.aws_dynamodb_table)).toEqual([
      'ledger_table',
      'tables_policy-mapping',
      'tables_processing-history',
    ]);
    expect(Object.keys(live.terraform.resource.aws_dynamodb_table)).toEqual(['ledger_table']);
  });
});

describe('the connection', () => {
  test('and the secret are looked up by name, so that a new key changes nothing here', () => {
    const { data } = live.terraform;
    expect(data.aws_cloudwatch_event_connection.connection.name).toBe('siftbeam-stripe');
    expect(data.aws_secretsmanager_secret.secret.name).toBe('siftbeam/stripe/api-key');
    const { policy } = live.resource('aws_iam_role_policy', 'execution-role_policy');
    const { definition } = machine;
    for (const text of [policy, definition]) {
      expect(text).toContain('${data.aws_cloudwatch_event_connection.connection.arn}');
      expect(text).toContain('${data.aws_secretsmanager_secret.secret.arn}');
    }
    expect(live.count('aws_cloudformation_stack')).toBe(0);
  });

  test('that an earlier version created here is forgotten, because destroying it would stop the billing', () => {
    expect(live.terraform.removed).toEqual([
      { from: 'aws_cloudformation_stack.connection_stack', lifecycle: { destroy: false } },
      { from: 'terraform_data.connection_arn', lifecycle: { destroy: false } },
    ]);
  });
});

describe.each([
  ['the orchestrator', machine, 'execution-role_policy'],
  ['recovery', recovery, 'recovery_role_policy'],
])('the state machine of %s', (_, machine, policy) => {
  test('logs every event but no data, which names customers, and is traced', () => {
    expect(machine.logging_configuration).toMatchObject({ level: 'ALL', include_execution_data: false });
    expect(machine.tracing_configuration).toEqual({ enabled: true });
  });

  test('waits for its policy, because CreateStateMachine refuses a role that cannot deliver logs', () => {
    expect(machine.depends_on).toEqual([`aws_iam_role_policy.${policy}`]);
  });

  test('has no placeholder left', () => {
    const placeholders = machine.definition.match(/\$\{\w+\}/g);
    expect(placeholders).toBeNull();
  });
});

test('the states whose entries the dashboard counts are those of the definitions', () => {
  const names = [machine, recovery].flatMap(({ definition }) => statesOf(definition).map(([name]) => name));
  expect(names).toEqual(expect.arrayContaining(sentStateNames));
});

describe('the alarm', () => {
  const alarm = live.resource('aws_cloudwatch_metric_alarm', 'send-failure_alarm');

  test('names the runbook of this project, or links to the page in the settings', () => {
    const descriptionOf = (changed = {}) =>
      synthesized(ServiceProcessingStack, 'live', changed).resource(
        'aws_cloudwatch_metric_alarm',
        'send-failure_alarm',
      ).alarm_description;
    const name = 'Stripe Meter Event送信失敗を検知';
    expect(descriptionOf()).toBe(`${name} docs/runbook.md#stripemetersendfailure`);
    expect(descriptionOf({ runbookUrl: 'https://wiki.example/runbook' })).toBe(
      `${name} https://wiki.example/runbook#stripemetersendfailure`,
    );
  });

  test("keeps the guide's name, statistic, period and threshold, over half an hour because log lines may be late", () => {
    expect(alarm).toMatchObject({
      alarm_name: 'StripeMeterSendFailure',
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      evaluation_periods: 6,
      datapoints_to_alarm: 1,
      threshold: 1,
    });
    const metrics = alarm.metric_query.filter((query: { metric?: object }) => query.metric);
    expect(metrics.map((query: { metric: { stat: string; period: number } }) => query.metric)).toEqual(
      Array(4).fill(expect.objectContaining({ stat: 'Sum', period: 300 })),
    );
  });

  test('counts caught failures beside failed executions, which a caught failure leaves at 0', () => {
    const names = alarm.metric_query.map(
      (query: { metric?: { metric_name: string } }) => query.metric?.metric_name,
    );
    expect(names).toEqual([
      undefined,
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
      '${aws_cloudwatch_log_metric_filter.send-failure_not-sent.metric_transformation[0].name}',
    ]);
    expect(live.resource('aws_cloudwatch_log_metric_filter').pattern).toBe(
      '{ $.type = "TaskStateEntered" && $.details.name = "LogStripeMeterError" }',
    );
  });
});

describe('the topic', () => {
  const alarms: Record<string, { alarm_name: string; alarm_actions: string[] }> =
    live.terraform.resource.aws_cloudwatch_metric_alarm;

  test('notifies somebody of every alarm', () => {
    for (const { alarm_actions: actions } of Object.values(alarms)) {
      expect(actions).toEqual(['${aws_sns_topic.alarm-topic_topic.arn}']);
    }
    expect(live.resource('aws_sns_topic_subscription')).toMatchObject({ protocol: 'email' });
  });

  test('admits these alarms alone', () => {
    const [statement] = JSON.parse(live.resource('aws_sns_topic_policy').policy).Statement;
    const arns = Object.values(alarms).map(({ alarm_name: name }) => inRegion('cloudwatch', `alarm:${name}`));
    expect([...statement.Condition.ArnEquals['aws:SourceArn']].sort()).toEqual(arns.sort());
    expect(live.resource('aws_sns_topic').kms_master_key_id).toBeUndefined();
  });

  test('of an earlier version is moved, not replaced, or every subscription would have to be confirmed again', () => {
    const moved: { from: string; to: string }[] = live.terraform.moved;
    const topics = ['aws_sns_topic', 'aws_sns_topic_policy', 'aws_sns_topic_subscription'].flatMap((type) =>
      Object.keys(live.terraform.resource[type]).map((name) => `${type}.${name}`),
    );
    expect(moved.map(({ to }) => to)).toEqual(topics);
    expect(moved.map(({ from }) => from)).toEqual([
      'aws_sns_topic.send-failure_topic',
      'aws_sns_topic_policy.send-failure_topic-policy',
      'aws_sns_topic_subscription.send-failure_email-stripe-billing-siftbeam-example',
    ]);
  });
});

test('the outputs are what an operator needs', () => {
  expect(Object.keys(live.terraform.output).sort()).toEqual([
    'alarm-arn',
    'alarm-console-url',
    'alarm-topic-arn',
    'connection-arn',
    'dashboard-console-url',
    'execution-role-arn',
    'log-group-console-url',
    'meter-events-table-name',
    'recovery-state-machine-arn',
    'recovery-state-machine-console-url',
    'secret-arn',
    'state-machine-arn',
    'state-machine-console-url',
  ]);
});
