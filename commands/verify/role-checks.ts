import { failed, NotChecked, passed, type Check, type Finding } from './check';
import type { Facts } from './facts';
import { forbiddenRequests, neededRequests } from './role-requests';
import { lackRemedy, lackText, mostDetailed, requestsText, type Lack } from './role-lacks';
import { inlinePolicies, otherPolicies } from './role-policies';
import { simulate, type Simulated } from './role-simulation';
import { roleSubjects, type RoleSubject } from './role-subjects';
import { shortList } from './short-list';
import { trustDifferences } from './trust-differences';

/** The roles: who may assume each, which permissions it lacks, and which it has beyond its needs. */
export function roleChecks(facts: Facts): Check[] {
  const simulation = ['iam:GetRole', 'iam:SimulatePrincipalPolicy'];
  const listing = ['iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'];
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
        actions: [...simulation, ...listing],
        look: () => neededFinding(facts, role),
      },
      {
        id: `${role.id}-excess`,
        what: `${what}, nothing more`,
        actions: [...simulation, ...listing],
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
  const lacks: Lack[] = [];
  for (const requests of needed) {
    const results = await simulate(facts, roleArn, requests);
    const denied = results.filter(({ decision }) => decision !== 'allowed');
    if (denied.length > 0) {
      lacks.push({ sid: requests.reason, denied });
    }
  }
  if (lacks.length > 0) {
    const inline = await inlinePolicies(facts, role.name);
    return failed(lackText(role, lacks, inline), ...(await lackRemedy(facts, role, lacks)));
  }
  return passed(`may do what it needs: ${needed.map(({ reason }) => reason).join(', ')}`);
}

async function excessFinding(facts: Facts, role: RoleSubject): Promise<Finding> {
  const { roleArn, deployed } = await simulated(facts, role);
  const forbidden = forbiddenRequests(facts.environment, deployed, roleArn)[role.forbidden];
  const excess: { readonly reason: string; readonly allowed: readonly Simulated[] }[] = [];
  for (const requests of forbidden) {
    const results = await simulate(facts, roleArn, requests);
    const allowed = results.filter(({ decision }) => decision === 'allowed');
    if (allowed.length > 0) {
      excess.push({ reason: requests.reason, allowed });
    }
  }
  if (excess.length === 0) {
    return passed(`${forbidden.length} attempts beyond its needs would be denied`);
  }
  const [first, ...rest] = [...(await otherPolicies(facts, role)), facts.remedies.deploy];
  const attempts = excess.map(({ reason, allowed }) =>
    excess.length > mostDetailed ? reason : `${reason} (${requestsText(allowed)})`,
  );
  return failed(`may also ${shortList(attempts, '; ')}`, first!, ...rest);
}

async function simulated(facts: Facts, { name }: RoleSubject) {
  const role = await facts.role(name);
  if (!role?.Arn) {
    throw new NotChecked('there is no role');
  }
  return { roleArn: role.Arn, deployed: await facts.deployedArns() };
}
