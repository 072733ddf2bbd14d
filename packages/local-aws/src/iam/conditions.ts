import { UnsupportedPolicyError } from './errors';
import { arnParts, matchesArn, matchesText } from './patterns';

/** Values of condition keys of one request, by key; the case of a key does not matter. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

export interface PolicyCondition {
  readonly operator: string;
  /** `ForAllValues:…`: every value of the request must match; holds when the request does not have the key. */
  readonly forAllValues: boolean;
  /** `…IfExists`: holds when the request does not have the key. */
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

type Comparison = (wanted: string, actual: string) => boolean;
const equal: Comparison = (wanted, actual) => wanted === actual;
const equalIgnoringCase: Comparison = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase();

/** A negated operator holds when no value matches, hence also when the key is missing. */
const operators: Readonly<Record<string, { compare: Comparison; negated?: true }>> = {
  StringEquals: { compare: equal },
  StringNotEquals: { compare: equal, negated: true },
  StringEqualsIgnoreCase: { compare: equalIgnoringCase },
  StringLike: { compare: matchesText },
  StringNotLike: { compare: matchesText, negated: true },
  ArnEquals: { compare: matchesArn },
  ArnLike: { compare: matchesArn },
  ArnNotEquals: { compare: matchesArn, negated: true },
  ArnNotLike: { compare: matchesArn, negated: true },
  Bool: { compare: equalIgnoringCase },
};

/** Reads one line of a `Condition` element; an operator that is not evaluated here is an error. */
export function parseCondition(name: string, key: string, values: readonly string[]): PolicyCondition {
  const forAllValues = name.startsWith('ForAllValues:');
  const operator = name.replace(/^ForAllValues:|IfExists$/g, '');
  const ifExists = name.endsWith('IfExists');
  if (!Object.hasOwn(operators, operator) && (operator !== 'Null' || ifExists || forAllValues)) {
    throw new UnsupportedPolicyError(`condition operator "${name}" is not supported by the local IAM`);
  }
  const noArn = values.find((value) => operator.startsWith('Arn') && arnParts(value) === undefined);
  if (noArn !== undefined) {
    throw new UnsupportedPolicyError(`"${noArn}", compared by ${name}, is not an ARN with six parts`);
  }
  return { operator, forAllValues, ifExists, key, values };
}

/** The request's values of a condition key; empty when the request does not have it. */
export function contextValues(context: RequestContext, key: string): readonly string[] {
  const name = Object.keys(context).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  const value = name === undefined ? [] : context[name]!;
  return typeof value === 'string' ? [value] : value;
}

/** Whether one condition holds: any of its values may match any of the request's. */
export function conditionHolds(condition: PolicyCondition, context: RequestContext): boolean {
  const actual = contextValues(context, condition.key);
  if (condition.operator === 'Null') {
    return condition.values.some((value) => (value.toLowerCase() === 'true') === (actual.length === 0));
  }
  if (actual.length === 0 && condition.ifExists) {
    return true;
  }
  const { compare, negated } = operators[condition.operator]!;
  if (condition.forAllValues) {
    return actual.every(
      (value) => condition.values.some((wanted) => compare(wanted, value)) !== (negated ?? false),
    );
  }
  const matched = condition.values.some((wanted) => actual.some((value) => compare(wanted, value)));
  return negated ? !matched : matched;
}
