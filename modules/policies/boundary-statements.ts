import { executionStatements, type ExecutionPermissions } from './execution-statements';
import { recoveryStatements, type RecoveryPermissions } from './recovery-statements';
import { schedulerStatements } from './scheduler-policies';
import type { Statement } from './statement';

/** What the permissions boundary allows: what the roles that deployments write may do, each statement once. */
export function boundaryStatements(
  execution: ExecutionPermissions,
  recovery: RecoveryPermissions,
): Statement[] {
  const statements = [
    ...executionStatements(execution),
    ...recoveryStatements(recovery),
    ...schedulerStatements(recovery.stateMachineArn),
  ];
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
