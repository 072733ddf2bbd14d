import type { OrchestratorState } from '../asl/src/orchestrator';
import type { OrchestratorResources } from '../asl/src/orchestrator/permissions';
import { itemsLabel, type RecoveryItemState } from '../asl/src/recovery/items';
import type { RecoveryResources } from '../asl/src/recovery/permissions';
import { policyMappingKey, processingHistoryKey } from '../settings/application';
import { arnsOf } from '../settings/arns';
import { catalog, meterEventsUrl, metersUrl, stripeApiVersion } from '../settings/catalog';
import type { Environment } from '../settings/environments';
import { customerIndex, openIndex } from '../ledger/indexes';
import { ledgerMetrics } from '../ledger/metrics';
import { paceSeconds } from '../settings/recovery';

/** ARNs that AWS completes at creation, as references in the stack. */
export interface DeployedArns {
  readonly secretArn: string;
  readonly connectionArn: string;
}

/** The file in `asl/` with the state machine's definition. */
export const definitionFile = 'ServiceProcessingOrchestrator.asl.json';

/** The state that records a meter event which was not sent. */
export const failureStateName: OrchestratorState = 'LogStripeMeterError';

/** The states that record that a meter event was sent, in both definitions. */
export const sentStateNames = [
  'RecordMeterEventSent' satisfies OrchestratorState,
  'RecordSent' satisfies RecoveryItemState,
];

/** The label of recovery's Distributed Map. */
export const recoveryItemsLabel = itemsLabel;

/** The file in `asl/` with the definition of recovery. */
export const recoveryDefinitionFile = 'StripeMeterEventRecovery.asl.json';

/** What both definitions say of the ledger, the record and the request to Stripe. */
function sharedValuesOf({ names, stripeMode }: Environment, { connectionArn }: DeployedArns) {
  return {
    processingHistoryTable: names.processingHistoryTable,
    processingHistoryKey,
    meterEventsTable: names.meterEventsTable,
    connectionArn,
    meterEventsUrl,
    stripeApiVersion,
    stripeLivemode: String(stripeMode === 'live'),
    meterEventName: catalog.meter.eventName,
    meterCustomerKey: catalog.meter.customerKey,
    meterValueKey: catalog.meter.valueKey,
  };
}

/** The value of each placeholder in the definition. */
export function definitionValuesOf(environment: Environment, deployed: DeployedArns): Record<string, string> {
  return {
    ...sharedValuesOf(environment, deployed),
    policyMappingTable: environment.names.policyMappingTable,
    policyMappingKey,
    secretArn: deployed.secretArn,
  };
}

/** The value of each placeholder in the definition of recovery. */
export function recoveryDefinitionValuesOf(
  environment: Environment,
  deployed: DeployedArns,
): Record<string, string> {
  return {
    ...sharedValuesOf(environment, deployed),
    openIndex,
    customerIndex,
    metersUrl,
    recoveryConcurrency: String(environment.recovery.concurrency),
    paceSeconds: String(paceSeconds(environment.recovery)),
    metricNamespace: environment.names.metricNamespace,
    openMetric: ledgerMetrics.open,
    oldestOpenMetric: ledgerMetrics.oldestOpen,
    overdueMetric: ledgerMetrics.overdue,
  };
}

/** The connection, for the role of the named state machine. */
function connectionResourcesOf(
  environment: Environment,
  { connectionArn }: DeployedArns,
  machine: 'stateMachine' | 'recoveryStateMachine',
) {
  const arns = arnsOf(environment);
  return {
    stateMachineArn: arns[machine],
    connectionArn,
    connectionForPolicyArn: arns.connectionForPolicy,
    connectionSecretArn: arns.connectionSecret,
  };
}

/** What the orchestrator uses. */
export function orchestratorResourcesOf(
  environment: Environment,
  deployed: DeployedArns,
): OrchestratorResources {
  const arns = arnsOf(environment);
  return {
    ...connectionResourcesOf(environment, deployed, 'stateMachine'),
    secretArn: deployed.secretArn,
    meterEventsUrl,
    meterEventsTableArn: arns.meterEventsTable,
    processingHistoryTableArn: arns.processingHistoryTable,
    policyMappingTableArn: arns.policyMappingTable,
    childStateMachineArns: arns.childStateMachines,
    childExecutionArns: arns.childExecutions,
    childEventsRuleArn: arns.childEventsRule,
  };
}

/** What recovery uses. */
export function recoveryResourcesOf(environment: Environment, deployed: DeployedArns): RecoveryResources {
  const arns = arnsOf(environment);
  return {
    ...connectionResourcesOf(environment, deployed, 'recoveryStateMachine'),
    executionArns: arns.recoveryExecutions,
    childExecutionArns: arns.recoveryChildExecutions,
    meterEventsUrl,
    metersUrl,
    meterEventsTableArn: arns.meterEventsTable,
    openIndexArn: arns.openIndex,
    customerIndexArn: arns.customerIndex,
    processingHistoryTableArn: arns.processingHistoryTable,
    metricNamespace: environment.names.metricNamespace,
  };
}
