import { needOf, type Grant } from '../language/permissions';
import { connectionGrants, invoking, type ConnectionResources } from '../steps/connection-grants';

/** What the orchestrator uses; ARNs, exact unless said otherwise. */
export interface OrchestratorResources extends ConnectionResources {
  readonly secretArn: string;
  /** The one URL the HTTP Task may call. */
  readonly meterEventsUrl: string;
  readonly meterEventsTableArn: string;
  readonly processingHistoryTableArn: string;
  readonly policyMappingTableArn: string;
  /** Where no child is listed, nothing of children is allowed. */
  readonly childStateMachineArns: readonly string[];
  /** Patterns of the children's executions. */
  readonly childExecutionArns: readonly string[];
  readonly childEventsRuleArn: string;
}

/** The statements of the role's policy in their order, each as narrow as AWS allows. */
export const orchestratorGrants = {
  SecretsManagerReadAccess: (on: OrchestratorResources): Grant => ({ Resource: on.secretArn }),
  ...connectionGrants,
  InvokeHTTPEndpoint: (on: OrchestratorResources) => invoking(on, 'POST', 'StringEquals', on.meterEventsUrl),
  RecordMeterEvents: (on: OrchestratorResources): Grant => ({ Resource: on.meterEventsTableArn }),
  ProcessingHistory: (on: OrchestratorResources): Grant => ({ Resource: on.processingHistoryTableArn }),
  PolicyMapping: (on: OrchestratorResources): Grant => ({ Resource: on.policyMappingTableArn }),
  StartChild: (on: OrchestratorResources): Grant => ({ Resource: on.childStateMachineArns }),
  FollowChild: (on: OrchestratorResources): Grant => ({ Resource: on.childExecutionArns }),
  ChildEventsRule: (on: OrchestratorResources): Grant => ({
    Resource: on.childStateMachineArns.length > 0 ? on.childEventsRuleArn : [],
  }),
};

export const need = needOf(orchestratorGrants);
