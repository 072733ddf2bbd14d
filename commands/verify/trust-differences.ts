import { isDeepStrictEqual } from 'node:util';
import { documentStatements, type DocumentStatement } from './policy-document';

/** A trust policy of the stacks: one statement. */
export interface TrustPolicy {
  readonly Statement: readonly DocumentStatement[];
}

/**
 * How a trust policy differs from the one that the stacks create; empty if both admit the same.
 *
 * @param document the policy's JSON text
 * @param admits whom the expected one admits
 */
export function trustDifferences(document: string, { Statement }: TrustPolicy, admits: string): string[] {
  const [expected] = Statement;
  const statements = documentStatements(document);
  const own = statements.filter((statement) => isDeepStrictEqual(essence(statement), essence(expected!)));
  const others = statements.filter((statement) => !own.includes(statement));
  return [
    ...(own.length === 0 ? [`does not admit ${admits}`] : []),
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
