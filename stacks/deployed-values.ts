import type { ExecutionPermissions } from '../modules/policies/execution-statements';
import { policyMappingKey, processingHistoryKey } from '../settings/application';
import { arnsOf } from '../settings/arns';
import { catalog, meterEventsUrl, stripeApiVersion } from '../settings/catalog';
import type { Environment } from '../settings/environments';

/** ARNs that AWS completes at creation: a reference in the stack, the deployed ARN in `verify`. */
export interface DeployedArns {
  readonly secretArn: string;
  readonly connectionArn: string;
}

/** The file in `asl/` with the state machine's definition. */
export const definitionFile = 'ServiceProcessingOrchestrator.asl.json';

/** The state that records a meter event which was not sent. */
export const failureStateName = 'LogStripeMeterError';

/** The value of each placeholder in the definition. */
export function definitionValuesOf({ names }: Environment, deployed: DeployedArns): Record<string, string> {
  return {
    processingHistoryTable: names.processingHistoryTable,
    processingHistoryKey,
    policyMappingTable: names.policyMappingTable,
    policyMappingKey,
    secretArn: deployed.secretArn,
    connectionArn: deployed.connectionArn,
    meterEventsUrl,
    stripeApiVersion,
    meterEventName: catalog.meter.eventName,
    meterCustomerKey: catalog.meter.customerKey,
    meterValueKey: catalog.meter.valueKey,
  };
}

/** What the state machine's role may use. */
export function executionPermissionsOf(
  environment: Environment,
  deployed: DeployedArns,
): ExecutionPermissions {
  const arns = arnsOf(environment);
  return {
    stateMachineArn: arns.stateMachine,
    secretArn: deployed.secretArn,
    connectionArn: deployed.connectionArn,
    connectionForPolicyArn: arns.connectionForPolicy,
    connectionSecretArn: arns.connectionSecret,
    meterEventsUrl,
    processingHistoryTableArn: arns.processingHistoryTable,
    policyMappingTableArn: arns.policyMappingTable,
    childStateMachineArns: arns.childStateMachines,
    childExecutionArns: arns.childExecutions,
    childEventsRuleArn: arns.childEventsRule,
  };
}
