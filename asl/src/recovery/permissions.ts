import { needOf, type Grant } from '../language/permissions';
import { connectionGrants, invoking, type ConnectionArns } from '../steps/connection-grants';

/** What recovery uses; ARNs, exact unless said otherwise. */
export interface RecoveryArns extends ConnectionArns {
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

/** The statements of the role's policy in their order, each as narrow as AWS allows. */
export const recoveryGrants = {
  ...connectionGrants,
  SendMeterEvents: (on: RecoveryArns) => invoking(on, 'POST', 'StringEquals', on.meterEventsUrl),
  FindMeter: (on: RecoveryArns) => invoking(on, 'GET', 'StringEquals', on.metersUrl),
  AskWhatStripeCounted: (on: RecoveryArns) =>
    invoking(on, 'GET', 'StringLike', `${on.metersUrl}/*/event_summaries`),
  FindOpenItems: (on: RecoveryArns): Grant => ({ Resource: on.openIndexArn }),
  AddUpLedger: (on: RecoveryArns): Grant => ({ Resource: on.customerIndexArn }),
  UpdateLedger: (on: RecoveryArns): Grant => ({ Resource: on.meterEventsTableArn }),
  ProcessingHistory: (on: RecoveryArns): Grant => ({ Resource: on.processingHistoryTableArn }),
  // A Distributed Map starts executions of its own state machine.
  // Source of the three: Step Functions guide, "IAM policies for using Distributed Map states".
  StartMapRun: (on: RecoveryArns): Grant => ({ Resource: on.stateMachineArn }),
  FollowMapRun: (on: RecoveryArns): Grant => ({ Resource: [on.executionArns, on.childExecutionArns] }),
  RedriveMapRun: (on: RecoveryArns): Grant => ({ Resource: on.childExecutionArns }),
  // "*" is demanded: the action has no resource type. Source: Service Authorization Reference, Amazon CloudWatch.
  PublishMetrics: (on: RecoveryArns): Grant => ({
    Resource: '*',
    Condition: { StringEquals: { 'cloudwatch:namespace': on.metricNamespace } },
  }),
};

export const need = needOf(recoveryGrants);
