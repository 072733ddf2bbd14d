import { paginateListAttachedRolePolicies, paginateListRolePolicies } from '@aws-sdk/client-iam';
import { failed, NotChecked, passed, type Check, type Finding } from './check';
import type { Facts } from './facts';
import { forbiddenRequests, neededRequests } from './role-requests';
import { decided } from './role-simulation';
import { roleSubjects, type RoleSubject } from './role-subjects';
import { trustDifferences } from './trust-differences';

/** The roles: who may assume each, which permissions it lacks, and which it has beyond its needs. */
export function roleChecks(facts: Facts): Check[] {
  const simulation = ['iam:GetRole', 'iam:SimulatePrincipalPolicy'];
  return roleSubjects(facts).flatMap((role) => {
    const what = `Role ${role.name}`;
    return [
      {
        id: `${role.id}-trust`,
        what: `${what}, trust`,
        actions: ['iam:GetRole'],
        look: () => trustFinding(facts, role),
      },
      {
        id: `${role.id}-permissions`,
        what: `${what}, permissions`,
        actions: simulation,
        look: () => neededFinding(facts, role),
      },
      {
        id: `${role.id}-excess`,
        what: `${what}, nothing more`,
        actions: [...simulation, 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
        look: () => excessFinding(facts, role),
      },
    ];
  });
}

async function trustFinding(facts: Facts, role: RoleSubject): Promise<Finding> {
  const { remedies } = facts;
  const found = await facts.role(role.name);
  if (!found) {
    return role.isExisting
      ? failed(
          'does not exist',
          'Name a role that exists as executionRoleName in settings/environments.ts.',
          remedies.deploy,
        )
      : failed('does not exist', remedies.deploy);
  }
  const document = decodeURIComponent(found.AssumeRolePolicyDocument ?? '');
  const differences = trustDifferences(document, role.trust, role.admits);
  if (differences.length === 0) {
    return passed(`admits ${role.admits}`);
  }
  // The stack does not change the trust policy of an existing role.
  const remedy = role.isExisting
    ? remedies.aws(
        `iam update-assume-role-policy --role-name ${role.name} --policy-document '${JSON.stringify(role.trust)}'`,
      )
    : remedies.deploy;
  return failed(differences.join('; '), remedy);
}

async function neededFinding(facts: Facts, role: RoleSubject): Promise<Finding> {
  const { roleArn, deployed } = await simulated(facts, role);
  const secretArn =
    (await facts.connection())?.SecretArn ?? facts.arns.connectionSecret.replace('*', 'uuid/auth-AbCdEf');
  const needed = neededRequests(role.statements(deployed, secretArn));
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

async function excessFinding(facts: Facts, role: RoleSubject): Promise<Finding> {
  const { roleArn, deployed } = await simulated(facts, role);
  const forbidden = forbiddenRequests(facts.environment, deployed, roleArn)[role.forbidden];
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
  const [first, ...rest] = [...(await otherPolicies(facts, role)), facts.remedies.deploy];
  return failed(`may also ${excess.join('; ')}`, first!, ...rest);
}

async function simulated(facts: Facts, { name }: RoleSubject) {
  const role = await facts.role(name);
  if (!role?.Arn) {
    throw new NotChecked('there is no role');
  }
  return { roleArn: role.Arn, deployed: await facts.deployedArns() };
}

/** Commands that remove the policies which the stack does not create. */
async function otherPolicies(
  { clients, remedies }: Facts,
  { name: RoleName, policyName }: RoleSubject,
): Promise<string[]> {
  const commands: string[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: clients.iam }, { RoleName })) {
    for (const name of PolicyNames.filter((other) => other !== policyName)) {
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
