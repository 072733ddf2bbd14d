import { paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';
import type { Facts } from './facts';
import type { SimulatedRequests } from './role-requests';

/** The requests whose decision is wanted. One call at a time, because IAM throttles simulations. */
export async function decided(
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
