import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import {
  notSentMetricName,
  notSentPattern,
  sendFailureQueries,
  sendFailureThreshold,
} from './send-failure-metrics';

export interface SendFailureAlarmProps {
  readonly alarmName: string;
  readonly topicArn: string;
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

    const alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: props.alarmName,
      alarmDescription: `Stripe Meter Event送信失敗を検知 ${props.runbook}#stripemetersendfailure`,
      ...sendFailureThreshold,
      alarmActions: [props.topicArn],
      metricQuery: sendFailureQueries({
        stateMachineArn: props.stateMachineArn,
        metricNamespace: props.metricNamespace,
        // Through the filter, so that the alarm is created after it.
        metricName: filter.metricTransformation.name,
      }),
    });
    this.arn = alarm.arn;
  }
}
