import { executionTrustPolicy } from '../../modules/policies/execution-trust';
import { schedulerStatements, schedulerTrustPolicy } from '../../modules/policies/scheduler-policies';
import { executionStatements, recoveryStatements } from '../../modules/policies/state-machine-statements';
import type { Statement } from '../../modules/policies/statement';
import { executionPolicyName, recoveryPolicyName, schedulerPolicyName } from '../../settings/names';
import {
  orchestratorResourcesOf,
  recoveryResourcesOf,
  type DeployedArns,
} from '../../stacks/deployed-values';
import type { Facts } from './facts';
import type { forbiddenRequests } from './role-requests';
import type { TrustPolicy } from './trust-differences';

/** A role of the stacks, and what it should be. */
export interface RoleSubject {
  /** Begins the ids of its lines. */
  readonly id: string;
  readonly name: string;
  /** Its one inline policy. */
  readonly policyName: string;
  readonly trust: TrustPolicy;
  /** Whom its trust policy admits. */
  readonly admits: string;
  /** Its policy, for the connection and the secret that are deployed. */
  readonly statements: (deployed: DeployedArns, connectionSecretArn: string) => Statement[];
  readonly forbidden: keyof ReturnType<typeof forbiddenRequests>;
  /** Whether the stack only puts its policy on it. */
  readonly isExisting: boolean;
}

export function roleSubjects({ environment, arns, roleName }: Facts): RoleSubject[] {
  const { accountId, names, executionRoleName } = environment;
  const machineTrust = (stateMachineArn: string) => ({
    trust: executionTrustPolicy({ accountId, stateMachineArn }),
    admits: `Step Functions for ${stateMachineArn} of account ${accountId} alone`,
  });
  return [
    {
      id: 'role',
      name: roleName(),
      policyName: executionPolicyName,
      ...machineTrust(arns.stateMachine),
      statements: (deployed, connectionSecretArn) =>
        executionStatements({ ...orchestratorResourcesOf(environment, deployed), connectionSecretArn }),
      forbidden: 'orchestrator',
      isExisting: executionRoleName !== undefined,
    },
    {
      id: 'recovery-role',
      name: names.recoveryRole,
      policyName: recoveryPolicyName,
      ...machineTrust(arns.recoveryStateMachine),
      statements: (deployed, connectionSecretArn) =>
        recoveryStatements({ ...recoveryResourcesOf(environment, deployed), connectionSecretArn }),
      forbidden: 'recovery',
      isExisting: false,
    },
    {
      id: 'scheduler-role',
      name: names.schedulerRole,
      policyName: schedulerPolicyName,
      trust: schedulerTrustPolicy({ accountId, scheduleGroupArn: arns.scheduleGroup }),
      admits: `EventBridge Scheduler for ${arns.scheduleGroup} of account ${accountId} alone`,
      statements: () => schedulerStatements(arns.recoveryStateMachine),
      forbidden: 'scheduler',
      isExisting: false,
    },
  ];
}
