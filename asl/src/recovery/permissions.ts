import { needOf, type Grant } from '../language/permissions';
import { connectionGrants, invoking, type ConnectionResources } from '../steps/connection-grants';

/** What recovery uses; ARNs, exact unless said otherwise. */
export interface RecoveryResources extends ConnectionResources {
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
  SendMeterEvents: (on: RecoveryResources) => invoking(on, 'POST', 'StringEquals', on.meterEventsUrl),
  FindMeter: (on: RecoveryResources) => invoking(on, 'GET', 'StringEquals', on.metersUrl),
  AskWhatStripeCounted: (on: RecoveryResources) =>
    invoking(on, 'GET', 'StringLike', `${on.metersUrl}/*/event_summaries`),
  FindOpenItems: (on: RecoveryResources): Grant => ({ Resource: on.openIndexArn }),
  AddUpLedger: (on: RecoveryResources): Grant => ({ Resource: on.customerIndexArn }),
  UpdateLedger: (on: RecoveryResources): Grant => ({ Resource: on.meterEventsTableArn }),
  ProcessingHistory: (on: RecoveryResources): Grant => ({ Resource: on.processingHistoryTableArn }),
  // A Distributed Map starts executions of its own state machine.
  // Source of the three: Step Functions guide, "IAM policies for using Distributed Map states".
  StartMapRun: (on: RecoveryResources): Grant => ({ Resource: on.stateMachineArn }),
  FollowMapRun: (on: RecoveryResources): Grant => ({ Resource: [on.executionArns, on.childExecutionArns] }),
  RedriveMapRun: (on: RecoveryResources): Grant => ({ Resource: on.childExecutionArns }),
  // "*" is demanded: the action has no resource type. Source: Service Authorization Reference, Amazon CloudWatch.
  PublishMetrics: (on: RecoveryResources): Grant => ({
    Resource: '*',
    Condition: { StringEquals: { 'cloudwatch:namespace': on.metricNamespace } },
  }),
};

export const need = needOf(recoveryGrants);
