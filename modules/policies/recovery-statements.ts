import { allow, type Statement } from './statement';
import {
  connectionStatements,
  observationStatements,
  type StateMachinePermissions,
} from './state-machine-statements';

/** What recovery uses; ARNs, exact unless said otherwise. */
export interface RecoveryPermissions extends StateMachinePermissions {
  /** Pattern of its executions. */
  readonly executionArns: string;
  /** Pattern of the executions of its Distributed Map. */
  readonly childExecutionArns: string;
  readonly meterEventsUrl: string;
  readonly metersUrl: string;
  readonly meterEventsTableArn: string;
  readonly openIndexArn: string;
  readonly customerIndexArn: string;
  readonly processingHistoryTableArn: string;
  /** Where its metrics are published. */
  readonly metricNamespace: string;
}

/** One statement a reason, each as narrow as AWS allows. */
export function recoveryStatements(p: RecoveryPermissions): Statement[] {
  const invoke = (sid: string, method: string, operator: 'StringEquals' | 'StringLike', url: string) =>
    allow(sid, ['states:InvokeHTTPEndpoint'], p.stateMachineArn, {
      [operator]: { 'states:HTTPMethod': method, 'states:HTTPEndpoint': url },
    });
  return [
    ...connectionStatements(p),
    invoke('SendMeterEvents', 'POST', 'StringEquals', p.meterEventsUrl),
    invoke('FindMeter', 'GET', 'StringEquals', p.metersUrl),
    invoke('AskWhatStripeCounted', 'GET', 'StringLike', `${p.metersUrl}/*/event_summaries`),
    allow('FindOpenItems', ['dynamodb:Query'], p.openIndexArn),
    allow('AddUpLedger', ['dynamodb:Query'], p.customerIndexArn),
    allow('UpdateLedger', ['dynamodb:UpdateItem'], p.meterEventsTableArn),
    allow('ProcessingHistory', ['dynamodb:UpdateItem'], p.processingHistoryTableArn),
    // A Distributed Map starts executions of its own state machine.
    // Source of the three: Step Functions guide, "IAM policies for using Distributed Map states".
    allow('StartMapRun', ['states:StartExecution'], p.stateMachineArn),
    allow(
      'FollowMapRun',
      ['states:DescribeExecution', 'states:StopExecution'],
      [p.executionArns, p.childExecutionArns],
    ),
    allow('RedriveMapRun', ['states:RedriveExecution'], p.childExecutionArns),
    // "*" is demanded: the action has no resource type. Source: Service Authorization Reference, Amazon CloudWatch.
    allow('PublishMetrics', ['cloudwatch:PutMetricData'], '*', {
      StringEquals: { 'cloudwatch:namespace': p.metricNamespace },
    }),
    ...observationStatements(),
  ];
}
