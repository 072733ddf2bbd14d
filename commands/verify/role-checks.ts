import {
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import { executionTrustPolicy } from '../../modules/policies/execution-trust';
import { executionPolicyName } from '../../settings/names';
import { failed, NotChecked, passed, type Check, type Finding } from './check';
import type { Facts } from './facts';
import { forbiddenRequests, neededRequests, type SimulatedRequests } from './role-requests';
import { trustDifferences } from './trust-differences';

/** The state machine's role: who may assume it, which permissions it lacks, and which it has beyond its needs. */
export function roleChecks(facts: Facts): Check[] {
  const role = `Role ${facts.roleName()}`;
  const simulation = ['iam:GetRole', 'iam:SimulatePrincipalPolicy'];
  return [
    { id: 'role-trust', what: `${role}, trust`, actions: ['iam:GetRole'], look: () => trustFinding(facts) },
    {
      id: 'role-permissions',
      what: `${role}, permissions`,
      actions: simulation,
      look: () => neededFinding(facts),
    },
    {
      id: 'role-excess',
      what: `${role}, nothing more`,
      actions: [...simulation, 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
      look: () => excessFinding(facts),
    },
  ];
}

async function trustFinding(facts: Facts): Promise<Finding> {
  const { environment, remedies, arns } = facts;
  const { executionRoleName, accountId } = environment;
  const role = await facts.role();
  if (!role) {
    return executionRoleName
      ? failed(
          'does not exist',
          'Name a role that exists as executionRoleName in settings/environments.ts.',
          remedies.deploy,
        )
      : failed('does not exist', remedies.deploy);
  }
  const wanted = { accountId, stateMachineArn: arns.stateMachine };
  const differences = trustDifferences(decodeURIComponent(role.AssumeRolePolicyDocument ?? ''), wanted);
  if (differences.length === 0) {
    return passed('admits Step Functions, for this state machine alone');
  }
  // The stack does not change the trust policy of an existing role.
  const remedy = executionRoleName
    ? remedies.aws(
        `iam update-assume-role-policy --role-name ${executionRoleName} --policy-document '${JSON.stringify(executionTrustPolicy(wanted))}'`,
      )
    : remedies.deploy;
  return failed(differences.join('; '), remedy);
}

async function neededFinding(facts: Facts): Promise<Finding> {
  const { roleArn, deployed } = await simulated(facts);
  const secretArn =
    (await facts.connection())?.SecretArn ?? facts.arns.connectionSecret.replace('*', 'uuid/auth-AbCdEf');
  const needed = neededRequests(facts.environment, deployed, secretArn);
  const lacking: string[] = [];
  for (const requests of needed) {
    const denied = await decided(facts, roleArn, requests, (decision) => decision !== 'allowed');
    if (denied.length > 0) {
      lacking.push(`${requests.reason}: ${denied.join(', ')}`);
    }
  }
  if (lacking.length > 0) {
    return failed(`lacks ${lacking.join('; ')}`, facts.remedies.deploy);
  }
  return passed(`may do what it needs: ${needed.map(({ reason }) => reason).join(', ')}`);
}

async function excessFinding(facts: Facts): Promise<Finding> {
  const { roleArn, deployed } = await simulated(facts);
  const forbidden = forbiddenRequests(facts.environment, deployed, roleArn);
  const excess: string[] = [];
  for (const requests of forbidden) {
    const allowed = await decided(facts, roleArn, requests, (decision) => decision === 'allowed');
    if (allowed.length > 0) {
      excess.push(`${requests.reason} (${allowed.join(', ')})`);
    }
  }
  if (excess.length === 0) {
    return passed(`${forbidden.length} attempts beyond its needs would be denied`);
  }
  const [first, ...rest] = [...(await otherPolicies(facts)), facts.remedies.deploy];
  return failed(`may also ${excess.join('; ')}`, first!, ...rest);
}

async function simulated(facts: Facts) {
  const role = await facts.role();
  if (!role?.Arn) {
    throw new NotChecked('there is no role');
  }
  return { roleArn: role.Arn, deployed: await facts.deployedArns() };
}

/** The requests whose decision is wanted. One call at a time, because IAM throttles simulations. */
async function decided(
  { clients }: Facts,
  PolicySourceArn: string,
  { actions, resources, context }: SimulatedRequests,
  wanted: (decision: string | undefined) => boolean,
): Promise<string[]> {
  const entries = Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyType: 'string' as const,
    ContextKeyValues: [value],
  }));
  const request = {
    PolicySourceArn,
    ActionNames: [...actions],
    ...(resources.length > 0 && { ResourceArns: [...resources] }),
    ...(entries.length > 0 && { ContextEntries: entries }),
  };
  const found: string[] = [];
  for await (const { EvaluationResults = [] } of paginateSimulatePrincipalPolicy(
    { client: clients.iam },
    request,
  )) {
    for (const { EvalActionName, EvalResourceName, EvalDecision } of EvaluationResults) {
      if (wanted(EvalDecision)) {
        found.push(`${EvalActionName} on ${EvalResourceName}`);
      }
    }
  }
  return found;
}

/** Commands that remove the policies which the stack does not create. */
async function otherPolicies({ clients, roleName, remedies }: Facts): Promise<string[]> {
  const RoleName = roleName();
  const commands: string[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: clients.iam }, { RoleName })) {
    for (const name of PolicyNames.filter((other) => other !== executionPolicyName)) {
      commands.push(remedies.aws(`iam delete-role-policy --role-name ${RoleName} --policy-name ${name}`));
    }
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
    { client: clients.iam },
    { RoleName },
  )) {
    for (const { PolicyArn } of AttachedPolicies) {
      commands.push(remedies.aws(`iam detach-role-policy --role-name ${RoleName} --policy-arn ${PolicyArn}`));
    }
  }
  return commands;
}
