import { paginateSimulatePrincipalPolicy, type EvaluationResult } from '@aws-sdk/client-iam';
import type { PlannedStatement } from '../shared/plans/policy-statement';
import { NotChecked } from './check';
import type { Facts } from './facts';

interface Request {
  readonly action: string;
  /** `*` for an action that has none. */
  readonly resource: string;
}

/** What overrides a role's own policy: a Deny of any policy, the permissions boundary, or a service control policy. */
type Denier = 'policy' | 'boundary' | 'organization';

/** Requests that a role's own policy allows, and what denies them all the same. */
export interface Denied {
  readonly by: Denier;
  readonly requests: readonly Request[];
}

/**
 * Asks IAM for each statement of a role's own policy whether its requests are denied by anything else. One call at a
 * time, because IAM throttles simulations.
 *
 * @throws NotChecked if IAM leaves one of them undecided
 */
export async function deniedToRole(
  facts: Facts,
  roleArn: string,
  statements: readonly PlannedStatement[],
): Promise<Denied[]> {
  const found = new Map<Denier, Request[]>();
  for (const statement of statements.filter(({ effect }) => effect === 'Allow')) {
    for (const { by, ...request } of await deniedIn(facts, roleArn, statement)) {
      found.set(by, [...(found.get(by) ?? []), request]);
    }
  }
  return [...found].map(([by, requests]) => ({ by, requests }));
}

/** A pattern cannot be simulated; any name stands for all of them. */
const example = (pattern: string) => pattern.replaceAll('*', 'verify');

async function deniedIn({ clients }: Facts, PolicySourceArn: string, statement: PlannedStatement) {
  const actions = [...statement.Action];
  const resources = statement.Resource.filter((resource) => resource !== '*').map(example);
  const request = {
    PolicySourceArn,
    ActionNames: actions,
    ...(resources.length > 0 && { ResourceArns: resources }),
    ...(statement.conditions.length > 0 && {
      ContextEntries: statement.conditions.map(({ key, values }) => ({
        ContextKeyName: key,
        ContextKeyType: 'string' as const,
        ContextKeyValues: values.slice(0, 1).map(example),
      })),
    }),
  };
  const results: EvaluationResult[] = [];
  for await (const page of paginateSimulatePrincipalPolicy({ client: clients.iam }, request)) {
    results.push(...(page.EvaluationResults ?? []));
  }
  return actions.flatMap((action) => {
    const result = results.filter(({ EvalActionName }) => EvalActionName === action);
    return (resources.length > 0 ? resources : ['*']).flatMap((resource) => {
      const by = denierOf(result, action, resource);
      return by ? [{ by, action, resource }] : [];
    });
  });
}

function denierOf(
  results: readonly EvaluationResult[],
  action: string,
  resource: string,
): Denier | undefined {
  const decided = results.flatMap((result) => [
    { of: result.EvalResourceName, decision: result.EvalDecision, result },
    ...(result.ResourceSpecificResults ?? []).map(
      ({ EvalResourceName: of, EvalResourceDecision: decision }) => ({
        of,
        decision,
        result,
      }),
    ),
  ]);
  // The last result for a resource is the one of that resource alone.
  const last = decided.findLast((one) => one.of === resource && one.decision);
  if (!last) {
    throw new NotChecked(`IAM did not decide on ${action} on ${resource}`);
  }
  if (last.decision === 'allowed') {
    return undefined;
  }
  if (last.result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) {
    return 'organization';
  }
  if (last.result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) {
    return 'boundary';
  }
  // An implicit denial is the own policy's: IAM knows a condition or a resource otherwise than the plan.
  return last.decision === 'explicitDeny' ? 'policy' : undefined;
}
