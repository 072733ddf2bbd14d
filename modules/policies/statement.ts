/** A statement of a policy; its name says what it is for. */
export function statement(
  Effect: 'Allow' | 'Deny',
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: object,
) {
  return { Sid, Effect, Action, Resource, ...(Condition && { Condition }) };
}

export type Statement = ReturnType<typeof statement>;

export const allow = (
  sid: string,
  actions: readonly string[],
  resources: string | readonly string[],
  condition?: object,
): Statement => statement('Allow', sid, actions, resources, condition);

/**
 * Puts unconditional Allow statements on the same resources together, under the name of the last, where a policy would
 * otherwise be too long for IAM. Those on `*` stay apart, each with its reason.
 */
export function onSameResources(statements: readonly Statement[]): Statement[] {
  const keyOf = ({ Sid, Effect, Resource, Condition }: Statement) =>
    JSON.stringify(Effect === 'Deny' || Condition || Resource === '*' ? Sid : Resource);
  const byKey = new Map<string, Statement>();
  for (const one of statements) {
    const earlier = byKey.get(keyOf(one))?.Action ?? [];
    byKey.set(keyOf(one), { ...one, Action: [...earlier, ...one.Action] });
  }
  return [...byKey.values()];
}

/** A policy document as JSON text. */
export const policyDocument = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
