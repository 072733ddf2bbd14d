import {
  DeleteLogStreamCommand,
  DeleteMetricFilterCommand,
  DescribeLogStreamsCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { notSentMetricName, notSentPattern } from '../../../modules/send-failure-metrics';
import { failureStateName } from '../../../stacks/deployed-values';
import { alarm, ringing } from './alarm-changes';
import { deploy, type Breakage } from './breakage';

/** Changes the topic's policy. */
const topicPolicy =
  (change: (policy: string) => string): Breakage['make'] =>
  async (_deployed, { clients, arns }) => {
    const TopicArn = arns.alarmTopic;
    const { Attributes } = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const { Policy: policy = '' } = Attributes ?? {};
    const set = (AttributeValue: string) =>
      clients.sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
    await set(change(policy));
    return () => set(policy);
  };

export const alarmBreakages: Breakage[] = [
  {
    line: 'alarm',
    wrong: 'the threshold is higher',
    make: alarm(() => ({ Threshold: 5 })),
    seen: /threshold is 5, not 1/,
    remedy: deploy,
  },
  {
    line: 'alarm',
    wrong: 'caught failures are not counted',
    make: alarm(({ Metrics = [] }) => ({
      Metrics: Metrics.filter(({ Id }) => Id !== 'caught').map((query) =>
        query.Expression ? { ...query, Expression: 'failed' } : query,
      ),
    })),
    seen: /the query "unbilled" differs, the query "caught" is missing/,
    remedy: deploy,
  },
  {
    line: 'alarm-actions',
    wrong: 'the actions are switched off',
    make: alarm(() => ({ ActionsEnabled: false })),
    seen: /are switched off/,
    remedy: /^aws cloudwatch enable-alarm-actions --alarm-names StripeMeterSendFailure-test/,
  },
  {
    line: 'alarm-actions',
    wrong: 'the alarm has no action',
    make: alarm(() => ({ AlarmActions: [] })),
    seen: /it notifies nobody/,
    remedy: deploy,
  },
  {
    line: 'alarm-state',
    wrong: 'the alarm is in state ALARM, and not because of this command alone',
    async make(deployed, facts) {
      await deployed.run({});
      return ringing(
        'alarm',
        'Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold (1.0).',
      )(deployed, facts);
    },
    seen: /^ALARM: Threshold Crossed/,
    remedy: /^npm run logs -- --workspace test --failures/,
  },
  {
    line: 'alarm-topic',
    wrong: 'the topic lets one alarm alone publish, as before there was recovery',
    make: topicPolicy((policy) =>
      policy.replace(/"aws:SourceArn":\s*\[\s*("[^"]+")[^\]]*\]/, '"aws:SourceArn":$1'),
    ),
    seen: /does not let StripeMeterEventsOverdue-test publish/,
    remedy: deploy,
  },
  {
    line: 'alarm-topic',
    wrong: 'the topic lets another service publish',
    make: topicPolicy((policy) => policy.replace('cloudwatch.amazonaws.com', 'events.amazonaws.com')),
    seen: /does not let StripeMeterSendFailure-test publish/,
    remedy: deploy,
  },
  {
    line: 'alarm-topic',
    wrong: 'the topic lets the alarms of another account publish',
    make: topicPolicy((policy) =>
      policy.replace(/"aws:SourceAccount":\s*"\d+"/, '"aws:SourceAccount":"111122223333"'),
    ),
    seen: /does not let StripeMeterSendFailure-test publish/,
    remedy: deploy,
  },
  {
    line: 'alarm-topic',
    wrong: 'the topic denies everyone beside the Allow',
    make: topicPolicy((policy) => {
      const { Statement, ...rest } = JSON.parse(policy) as { Statement: { Resource: string }[] };
      const { Resource } = Statement[0]!;
      const deny = { Sid: 'Closed', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource };
      return JSON.stringify({ ...rest, Statement: [...Statement, deny] });
    }),
    seen: /the statement Closed denies sns:Publish/,
    remedy: deploy,
  },
  {
    line: 'alarm-subscriptions',
    wrong: 'nobody is subscribed',
    async make({ environment }, { clients, arns }) {
      const TopicArn = arns.alarmTopic;
      const { Subscriptions = [] } = await clients.sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn }),
      );
      for (const { SubscriptionArn } of Subscriptions) {
        await clients.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      }
      const [Endpoint] = environment.alarmEmailAddresses;
      return () => clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
    },
    seen: /the alarms notify nobody/,
    remedy: deploy,
  },
  {
    line: 'alarm-subscriptions',
    wrong: 'somebody else is subscribed instead of the address of the settings',
    async make({ environment }, { clients, arns }) {
      const TopicArn = arns.alarmTopic;
      const { Subscriptions = [] } = await clients.sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn }),
      );
      const subscribe = (Endpoint?: string) =>
        clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
      const unsubscribe = (SubscriptionArn?: string) =>
        clients.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      const other = await subscribe('somebody@siftbeam.example');
      for (const { SubscriptionArn } of Subscriptions) {
        await unsubscribe(SubscriptionArn);
      }
      return async () => {
        await unsubscribe(other.SubscriptionArn);
        await subscribe(environment.alarmEmailAddresses[0]);
      };
    },
    seen: /^stripe-billing-test@siftbeam\.example is not subscribed$/,
    remedy: deploy,
    repair: { round: 2 },
  },
  ...(['logGroup', 'recoveryLogGroup'] as const).map((group): Breakage => ({
    line: group === 'logGroup' ? 'log-group' : 'recovery-log-group',
    wrong: 'the log is kept for a day',
    async make({ services: { clients }, environment }) {
      const put = (retentionInDays: number) =>
        clients.logs.send(
          new PutRetentionPolicyCommand({ logGroupName: environment.names[group], retentionInDays }),
        );
      await put(1);
      return () => put(environment.logRetentionDays);
    },
    seen: /keeps events 1 days, not 30 days/,
    remedy: deploy,
  })),
  {
    line: 'metric-filter',
    wrong: 'the metric filter is gone',
    async make({ services: { clients }, environment }) {
      const name = { logGroupName: environment.names.logGroup, filterName: notSentMetricName };
      await clients.logs.send(new DeleteMetricFilterCommand(name));
      return () =>
        clients.logs.send(
          new PutMetricFilterCommand({
            ...name,
            filterPattern: notSentPattern(failureStateName),
            metricTransformations: [
              {
                metricName: notSentMetricName,
                metricNamespace: environment.names.metricNamespace,
                metricValue: '1',
              },
            ],
          }),
        );
    },
    seen: /the alarm misses caught failures/,
    remedy: deploy,
  },
  {
    line: 'log-events',
    wrong: 'the log has nothing of the latest execution',
    async make({ services: { clients }, environment, run, upload }) {
      const { logGroup: logGroupName } = environment.names;
      const { logStreams = [] } = await clients.logs.send(new DescribeLogStreamsCommand({ logGroupName }));
      for (const { logStreamName } of logStreams) {
        await clients.logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
      }
      return async () => run(await upload());
    },
    seen: /nothing of the latest execution/,
    remedy: deploy,
  },
];
