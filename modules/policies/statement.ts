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

/** A policy document as JSON text. */
export const policyDocument = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
