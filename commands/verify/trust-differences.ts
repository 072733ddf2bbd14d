import { isDeepStrictEqual } from 'node:util';
import { executionTrustPolicy } from '../../modules/policies/execution-trust';
import { documentStatements, type DocumentStatement } from './policy-document';

/**
 * How a trust policy differs from the one that the stacks create; empty if both admit the same.
 *
 * @param document the policy's JSON text
 */
export function trustDifferences(
  document: string,
  wanted: { accountId: string; stateMachineArn: string },
): string[] {
  const statements = documentStatements(document);
  const [expected] = executionTrustPolicy(wanted).Statement;
  const own = statements.filter((statement) => isDeepStrictEqual(essence(statement), essence(expected!)));
  const others = statements.filter((statement) => !own.includes(statement));
  return [
    ...(own.length === 0
      ? [`does not admit Step Functions for ${wanted.stateMachineArn} of account ${wanted.accountId} alone`]
      : []),
    ...others.map(
      ({ Effect, Principal }) =>
        `${Effect === 'Allow' ? 'also admits' : 'denies'} ${JSON.stringify(Principal)}`,
    ),
  ];
}

/** What a statement means: without its Sid, and with a list of one element as the element itself. */
function essence({ Effect, Principal, Action, Condition }: DocumentStatement): unknown {
  return unlisted({ Effect, Principal, Action, Condition });
}

function unlisted(node: unknown): unknown {
  if (Array.isArray(node) && node.length === 1) {
    return unlisted(node[0]);
  }
  if (node === null || typeof node !== 'object' || Array.isArray(node)) {
    return node;
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, unlisted(value)]));
}
