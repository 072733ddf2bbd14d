import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import {
  notSentMetricName,
  notSentPattern,
  sendFailureQueries,
  sendFailureThreshold,
} from './send-failure-metrics';

export interface SendFailureAlarmProps {
  readonly alarmName: string;
  /** The alarm's ARN by text: the topic admits this alarm alone, and exists before it. */
  readonly alarmArn: string;
  readonly accountId: string;
  readonly topicName: string;
  readonly emailAddresses: readonly string[];
  readonly stateMachineArn: string;
  readonly logGroupName: string;
  /** The state that records a meter event which was not sent. */
  readonly failureStateName: string;
  readonly metricNamespace: string;
  /** Where the runbook is: a URL, or its path in the project. */
  readonly runbook: string;
}

/**
 * Notifies somebody of a meter event that was not sent: an execution that failed, timed out or was aborted, or one that
 * caught the failure. A caught error leaves `ExecutionsFailed` at 0, so the log counts those.
 */
export class SendFailureAlarm extends Construct {
  readonly arn: string;
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: SendFailureAlarmProps) {
    super(scope, id);
    const filter = new CloudwatchLogMetricFilter(this, 'not-sent', {
      name: notSentMetricName,
      logGroupName: props.logGroupName,
      pattern: notSentPattern(props.failureStateName),
      metricTransformation: {
        name: notSentMetricName,
        namespace: props.metricNamespace,
        // No default value: a 0 would stand in for a log line that is still to come.
        value: '1',
      },
    });

    // Not encrypted: an alarm cannot publish to a topic under the default key `aws/sns`, and names no customer.
    const topic = new SnsTopic(this, 'topic', { name: props.topicName });
    new SnsTopicPolicy(this, 'topic-policy', { arn: topic.arn, policy: topicPolicy(topic.arn, props) });
    for (const address of props.emailAddresses) {
      new SnsTopicSubscription(this, `email-${address.replace(/[^A-Za-z0-9]+/g, '-')}`, {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint: address,
      });
    }

    const alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: props.alarmName,
      alarmDescription: `Stripe Meter Event送信失敗を検知 ${props.runbook}#stripemetersendfailure`,
      ...sendFailureThreshold,
      alarmActions: [topic.arn],
      metricQuery: sendFailureQueries({
        stateMachineArn: props.stateMachineArn,
        metricNamespace: props.metricNamespace,
        // Through the filter, so that the alarm is created after it.
        metricName: filter.metricTransformation.name,
      }),
    });
    this.arn = alarm.arn;
    this.topicArn = topic.arn;
  }
}

const topicPolicy = (topicArn: string, { accountId, alarmArn }: SendFailureAlarmProps) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PublishFromThisAlarm',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnEquals: { 'aws:SourceArn': alarmArn },
        },
      },
    ],
  });
