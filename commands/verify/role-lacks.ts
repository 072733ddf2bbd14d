import type { Facts } from './facts';
import { otherPolicies } from './role-policies';
import type { Simulated } from './role-simulation';
import type { RoleSubject } from './role-subjects';
import { shortList } from './short-list';

/** A statement of the role's policy whose requests are not all allowed. */
export interface Lack {
  readonly sid: string;
  readonly denied: readonly Simulated[];
}

/** Findings about a role that are named with their requests; of more of them, the names alone. */
export const mostDetailed = 2;

/** @param inline the names of the role's inline policies */
export function lackText(
  { policyName }: RoleSubject,
  lacks: readonly Lack[],
  inline: readonly string[],
): string {
  const sids = shortList(lacks.map(({ sid }) => sid));
  if (!inline.includes(policyName)) {
    return `its policy ${policyName} is missing, with the statements ${sids}`;
  }
  if (lacks.length > mostDetailed) {
    return `lacks what these statements of ${policyName} allow: ${sids}`;
  }
  return `lacks ${lacks.map(({ sid, denied }) => `${sid}: ${requestsText(denied)}`).join('; ')}`;
}

/** The first of some requests, and how many more there are. */
export function requestsText(requests: readonly Simulated[]): string {
  const [first] = requests;
  const more = requests.length > 1 ? `, and ${requests.length - 1} more` : '';
  return `${first!.action} on ${first!.resource}${more}`;
}

/** What lets the role do it again: a deployment puts the role's own policy and boundary back, and nothing else. */
export async function lackRemedy(
  facts: Facts,
  role: RoleSubject,
  lacks: readonly Lack[],
): Promise<[string, ...string[]]> {
  const denied = lacks.flatMap((lack) => lack.denied);
  const { remedies } = facts;
  const steps: string[] = [];
  if (denied.some(({ decision }) => decision === 'explicitDeny')) {
    steps.push(...(await otherPolicies(facts, role)));
  }
  if (denied.some(({ isDeniedByBoundary }) => isDeniedByBoundary)) {
    steps.push(...boundarySteps(facts, role));
  }
  if (denied.some(({ isDeniedByOrganization }) => isDeniedByOrganization)) {
    steps.push(
      'A service control policy denies it: ask the administrator of your AWS organization to allow it.',
    );
  }
  const [first, ...rest] = [...steps, remedies.deploy];
  return [first!, ...rest];
}

/** A deployment takes off a boundary that is not the stack's own, but only of a role that the stack creates. */
function boundarySteps({ environment, remedies }: Facts, { name, isExisting }: RoleSubject): string[] {
  if (isExisting) {
    return [
      `The role's permissions boundary denies it: let it allow this, or take it off: ${remedies.aws(`iam delete-role-permissions-boundary --role-name ${name}`)}`,
    ];
  }
  return environment.githubRepository ? [remedies.deployRoles] : [];
}
