import { isObject } from './terraform-plan';

/** A statement of an IAM policy in one form, whichever of the equivalent forms it was written in. */
export interface PlannedStatement {
  /** The Sid, or its place in the policy. */
  readonly name: string;
  readonly effect: string;
  readonly Action: readonly string[];
  readonly NotAction: readonly string[];
  readonly Resource: readonly string[];
  readonly NotResource: readonly string[];
  /** For example `Service:states.amazonaws.com`; `*` is `AWS:*`. */
  readonly Principal: readonly string[];
  readonly NotPrincipal: readonly string[];
  readonly conditions: readonly PlannedCondition[];
}

export interface PlannedCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy; undefined if the document is not a policy. */
export function statementsOf(document: unknown): PlannedStatement[] | undefined {
  if (!isObject(document) || document.Statement === undefined) {
    return undefined;
  }
  return listOf(document.Statement).filter(isObject).map(statementOf);
}

function statementOf(statement: Record<string, unknown>, index: number): PlannedStatement {
  return {
    name: typeof statement.Sid === 'string' && statement.Sid ? statement.Sid : `statement ${index + 1}`,
    effect: String(statement.Effect),
    Action: textsOf(statement.Action),
    NotAction: textsOf(statement.NotAction),
    Resource: textsOf(statement.Resource),
    NotResource: textsOf(statement.NotResource),
    Principal: principalsOf(statement.Principal),
    NotPrincipal: principalsOf(statement.NotPrincipal),
    conditions: Object.entries(isObject(statement.Condition) ? statement.Condition : {}).flatMap(
      ([operator, keys]) =>
        Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
          operator,
          key,
          values: textsOf(values),
        })),
    ),
  };
}

function principalsOf(principal: unknown): string[] {
  if (typeof principal === 'string') {
    return [`AWS:${principal}`];
  }
  return Object.entries(isObject(principal) ? principal : {}).flatMap(([type, names]) =>
    textsOf(names).map((name) => `${type}:${name}`),
  );
}

function textsOf(value: unknown): string[] {
  return listOf(value).map(String);
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}
