import { beside, unless, type Rule } from './rule';

/** State machines, logs, alarms and topics. */
export const serviceRules: Rule[] = [
  {
    id: 'machine-log',
    title: 'a state machine logs every event, without data, which names customers, and is traced',
    type: 'aws_sfn_state_machine',
    wrong: ({ logging_configuration: log, tracing_configuration: tracing }) => [
      ...unless(log?.level === 'ALL' && Boolean(log.log_destination), 'does not log every event'),
      ...unless(log?.include_execution_data !== true, 'logs data'),
      ...unless(tracing?.enabled === true, 'is not traced'),
    ],
    bad: { logging_configuration: { level: 'ERROR', include_execution_data: true } },
  },
  {
    id: 'machine-https',
    title: 'a state machine calls URLs with TLS alone, because it sends the key',
    type: 'aws_sfn_state_machine',
    wrong: ({ definition }) => unless(!/"http:\/\//.test(definition), 'calls a URL without TLS'),
    bad: { definition: '{"ApiEndpoint":"http://api.stripe.com/v1/billing/meter_events"}' },
  },
  {
    id: 'log-retention',
    title: 'a log is kept for a month or more, and not for ever',
    type: 'aws_cloudwatch_log_group',
    wrong: ({ retention_in_days: days = 0 }) => unless(days >= 30, `is kept for ${days || 'ever'}`),
    bad: {},
  },
  {
    id: 'log-key',
    title: 'a log is encrypted with a key of our own',
    type: 'aws_cloudwatch_log_group',
    wrong: ({ kms_key_id }) => unless(Boolean(kms_key_id), 'is encrypted with the key that AWS owns'),
    bad: {},
  },
  {
    id: 'alarm-action',
    title: 'an alarm notifies somebody',
    type: 'aws_cloudwatch_metric_alarm',
    wrong: ({ alarm_actions: actions = [], actions_enabled: enabled = true }) =>
      unless(actions.length > 0 && enabled, 'notifies nobody'),
    bad: { alarm_actions: ['arn'], actions_enabled: false },
  },
  {
    id: 'topic-policy',
    title: 'a topic has a policy of its own, because the default one admits the whole account',
    type: 'aws_sns_topic',
    wrong: (_, stack, address) =>
      unless(
        beside(stack, address, 'aws_sns_topic_policy', () => true),
        'has the default policy',
      ),
    bad: {},
  },
  {
    id: 'topic-key',
    title: 'a topic is encrypted with a key of our own',
    type: 'aws_sns_topic',
    wrong: ({ kms_master_key_id }) => unless(Boolean(kms_master_key_id), 'is not encrypted'),
    bad: {},
  },
  {
    id: 'subscription-tls',
    title: 'a topic delivers nothing without TLS',
    type: 'aws_sns_topic_subscription',
    wrong: ({ protocol }) => unless(protocol !== 'http', 'delivers without TLS'),
    bad: { protocol: 'http' },
  },
  {
    id: 'schedule-state',
    title: 'a schedule is enabled, or nothing happens and nothing says so',
    type: 'aws_scheduler_schedule',
    wrong: ({ state }) => unless(state === 'ENABLED', 'is disabled'),
    bad: { state: 'DISABLED' },
  },
  {
    id: 'schedule-key',
    title: 'a schedule is encrypted with a key of our own',
    type: 'aws_scheduler_schedule',
    wrong: ({ kms_key_arn }) => unless(Boolean(kms_key_arn), 'is encrypted with the key that AWS owns'),
    bad: {},
  },
  {
    id: 'schedule-dead-letters',
    title: 'a schedule keeps what it could not start',
    type: 'aws_scheduler_schedule',
    wrong: ({ target }) => unless(Boolean(target?.dead_letter_config), 'has no dead-letter queue'),
    bad: { target: {} },
  },
  {
    id: 'oidc-provider',
    title: "GitHub's OIDC provider is spoken to with TLS and for AWS's audience alone",
    type: 'aws_iam_openid_connect_provider',
    wrong: ({ url, client_id_list: audiences = [] }) => [
      ...unless(/^https:\/\//.test(url), 'is spoken to without TLS'),
      ...unless(audiences.join() === 'sts.amazonaws.com', `admits the audiences ${audiences}`),
    ],
    bad: { url: 'http://token.actions.githubusercontent.com', client_id_list: ['sts.amazonaws.com'] },
  },
];
