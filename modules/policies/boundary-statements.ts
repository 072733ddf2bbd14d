import type { OrchestratorResources } from '../../asl/src/orchestrator/permissions';
import type { RecoveryResources } from '../../asl/src/recovery/permissions';
import { schedulerStatements } from './scheduler-policies';
import { executionStatements, recoveryStatements } from './state-machine-statements';
import type { Statement } from './statement';

/** What the permissions boundary allows: what the roles that deployments write may do, each statement once. */
export function boundaryStatements(
  execution: OrchestratorResources,
  recovery: RecoveryResources,
): Statement[] {
  const statements = [
    ...executionStatements(execution),
    ...recoveryStatements(recovery),
    ...schedulerStatements(recovery.stateMachineArn),
  ];
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
