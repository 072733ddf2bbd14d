import { executionTrustPolicy } from '../../../modules/policies/execution-trust';
import { executionPolicyName, recoveryPolicyName, schedulerPolicyName } from '../../../settings/names';
import { widened } from '../../shared/plans/policy-comparison';
import { failed, NotChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import { deniedToRole } from '../role-simulation';
import { otherPolicies, rolePolicy } from '../role-policies';

/** A role of the stacks. */
interface Role {
  readonly id: string;
  readonly name: string;
  /** Its one inline policy. */
  readonly policyName: string;
  /** Whether the stack only puts its policy on it. */
  readonly isExisting: boolean;
}

/** Something that a plan of the role does not show, and what ends it. */
interface Problem {
  readonly seen: string;
  readonly steps: readonly string[];
}

/**
 * What a plan cannot see of the roles: Terraform knows the policy that it put on each, but neither another one beside
 * it, nor what else denies what the policy allows, nor who may assume a role that the stack did not create.
 */
export function roleChecks(facts: Facts): Check[] {
  const { names, executionRoleName } = facts.environment;
  const isExisting = executionRoleName !== undefined;
  const roles: Role[] = [
    {
      id: 'role',
      name: executionRoleName ?? names.executionRole,
      policyName: executionPolicyName,
      isExisting,
    },
    { id: 'recovery-role', name: names.recoveryRole, policyName: recoveryPolicyName, isExisting: false },
    { id: 'scheduler-role', name: names.schedulerRole, policyName: schedulerPolicyName, isExisting: false },
  ];
  return roles.map((role) => ({
    id: role.id,
    what: `Role ${role.name}`,
    actions: [
      'iam:GetRole',
      'iam:ListRolePolicies',
      'iam:ListAttachedRolePolicies',
      'iam:GetRolePolicy',
      'iam:SimulatePrincipalPolicy',
    ],
    look: () => roleFinding(facts, role),
  }));
}

async function roleFinding(facts: Facts, role: Role): Promise<Finding> {
  const found = await facts.role(role.name);
  if (!found?.Arn) {
    if (role.isExisting) {
      const rename = 'Name a role that exists as executionRoleName in settings/environments.ts.';
      return failed('does not exist', rename, facts.remedies.deploy);
    }
    throw new NotChecked('there is no role');
  }
  const trust = decodeURIComponent(found.AssumeRolePolicyDocument ?? '{}');
  const foreign = await foreignPolicies(facts, role);
  // A Deny of any policy is one of these, unless somebody wrote it into the stack's own.
  const afterDeny = foreign.length > 0 ? [] : [facts.remedies.deploy];
  const problems = [
    ...(role.isExisting ? trustProblems(facts, role, trust) : []),
    ...foreign,
    ...(await denials(facts, role, found.Arn, afterDeny)),
  ];
  const [first, ...rest] = new Set(problems.flatMap(({ steps }) => steps));
  return first
    ? failed(problems.map(({ seen }) => seen).join('; '), first, ...rest)
    : passed(`has the policy ${role.policyName} alone, and nothing else denies what that allows`);
}

/** The stack does not change the trust policy of an existing role. */
function trustProblems({ environment, arns, remedies }: Facts, { name }: Role, document: string): Problem[] {
  const wanted = executionTrustPolicy({
    accountId: environment.accountId,
    stateMachineArn: arns.stateMachine,
  });
  const trust = JSON.parse(document) as object;
  const seen = [
    ...widened(wanted, trust).map((text) => `its trust policy allows more: ${text.replaceAll('`', '')}`),
    ...(widened(trust, wanted).length > 0
      ? [`its trust policy does not admit Step Functions for ${arns.stateMachine}`]
      : []),
  ];
  const step = `iam update-assume-role-policy --role-name ${name} --policy-document '${JSON.stringify(wanted)}'`;
  return seen.map((text) => ({ seen: text, steps: [remedies.aws(step)] }));
}

async function foreignPolicies(facts: Facts, { name, policyName }: Role): Promise<Problem[]> {
  const others = await otherPolicies(facts, name, policyName);
  return others.map((other) => ({
    seen: `also has the policy ${other.policy}, which the repository does not know`,
    steps: [facts.remedies.aws(other.removal)],
  }));
}

/** What the role's policy allows, and something outside Terraform denies. */
async function denials(
  facts: Facts,
  role: Role,
  arn: string,
  afterDeny: readonly string[],
): Promise<Problem[]> {
  const policy = await rolePolicy(facts, role.name, role.policyName);
  // Without it the role may do nothing, as the plan says.
  const denied = policy ? await deniedToRole(facts, arn, policy) : [];
  return denied.map(({ by, requests }) => {
    const [first, ...more] = requests;
    const also = more.length > 0 ? `, and ${more.length} more` : '';
    const seen = `${first?.action} on ${first?.resource}${also}`;
    switch (by) {
      case 'boundary':
        return { seen: `its permissions boundary denies ${seen}`, steps: boundarySteps(facts, role) };
      case 'organization':
        return {
          seen: `a service control policy denies ${seen}`,
          steps: ['Ask the administrator of your AWS organization to allow it.'],
        };
      case 'policy':
        return { seen: `a Deny overrides ${seen}`, steps: afterDeny };
    }
  });
}

/** A deployment takes off a boundary that is not the stack's own, but only of a role that the stack creates. */
function boundarySteps({ environment, remedies }: Facts, { name, isExisting }: Role): string[] {
  if (isExisting) {
    return [
      `Let its permissions boundary allow this, or take it off: ${remedies.aws(`iam delete-role-permissions-boundary --role-name ${name}`)}`,
    ];
  }
  return [...(environment.githubRepository ? [remedies.deployRoles] : []), remedies.deploy];
}
