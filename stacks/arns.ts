import type { Environment } from './environment';

/**
 * ARNs by text, for what does not exist yet or belongs to the application: a policy must exist before the state
 * machine that it names, or CreateStateMachine refuses the role.
 */
export function arnsOf({ accountId, region, names, childStateMachineNames }: Environment) {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  return {
    stateMachine: arn('states', `stateMachine:${names.stateMachine}`),
    childStateMachines: childStateMachineNames.map((name) => arn('states', `stateMachine:${name}`)),
    childExecutions: childStateMachineNames.map((name) => arn('states', `execution:${name}:*`)),
    /** The managed rule by which Step Functions learns that a child has ended. */
    childEventsRule: arn('events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'),
    processingHistoryTable: arn('dynamodb', `table/${names.processingHistoryTable}`),
    policyMappingTable: arn('dynamodb', `table/${names.policyMappingTable}`),
    alarm: arn('cloudwatch', `alarm:${names.alarm}`),
  };
}
