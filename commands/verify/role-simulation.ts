import { paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';
import { NotChecked } from './check';
import type { Facts } from './facts';
import type { SimulatedRequests } from './role-requests';

/** What IAM says to one action on one resource. */
export interface Simulated {
  readonly action: string;
  /** `*` for an action that has none. */
  readonly resource: string;
  /** By a Deny that some policy states. */
  readonly decision: 'allowed' | 'implicitDeny' | 'explicitDeny';
  /** By the role's permissions boundary. */
  readonly isDeniedByBoundary: boolean;
  /** By a service control policy, which no policy of the account can change. */
  readonly isDeniedByOrganization: boolean;
}

/**
 * IAM's decision on each request. One call at a time, because IAM throttles simulations.
 *
 * @throws NotChecked if IAM leaves one of them undecided: no decision is neither a permission nor the lack of one
 */
export async function simulate(
  { clients }: Facts,
  PolicySourceArn: string,
  { actions, resources, context }: SimulatedRequests,
): Promise<Simulated[]> {
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
  const found: Simulated[] = [];
  const pages = paginateSimulatePrincipalPolicy({ client: clients.iam }, request);
  for await (const { EvaluationResults = [] } of pages) {
    for (const result of EvaluationResults) {
      const whole = {
        action: result.EvalActionName ?? '',
        isDeniedByBoundary: result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
        isDeniedByOrganization: result.OrganizationsDecisionDetail?.AllowedByOrganizations === false,
      };
      const decided = (resource?: string, decision?: string) => {
        if (resource && isDecision(decision)) {
          found.push({ ...whole, resource, decision });
        }
      };
      decided(result.EvalResourceName, result.EvalDecision);
      for (const { EvalResourceName, EvalResourceDecision } of result.ResourceSpecificResults ?? []) {
        decided(EvalResourceName, EvalResourceDecision);
      }
    }
  }
  return actions.flatMap((action) =>
    (resources.length > 0 ? resources : ['*']).map((resource) => {
      const results = found.filter((one) => one.action === action && one.resource === resource);
      // Its last result for a resource is the one of that resource alone.
      const result = results.at(-1);
      if (!result) {
        throw new NotChecked(`IAM did not decide on ${action} on ${resource}`);
      }
      return result;
    }),
  );
}

const isDecision = (text: string | undefined): text is Simulated['decision'] =>
  text === 'allowed' || text === 'implicitDeny' || text === 'explicitDeny';
