import { arnParts, matchesArn, matchesText } from '@usage-billing/local-aws/iam/patterns';

/** Whether something holds; a text says why that cannot be told. */
export type Verdict = boolean | string;

/** The request's condition keys with their values; the case of a key does not matter. */
export type ConditionValues = Readonly<Record<string, string>>;

/** One that does not hold decides, whatever the others are; then one that cannot be told. */
export function all(verdicts: readonly Verdict[]): Verdict {
  return !verdicts.includes(false) && (verdicts.find((verdict) => typeof verdict === 'string') ?? true);
}

type Comparison = (wanted: string, actual: string) => Verdict;
const equal: Comparison = (wanted, actual) => wanted === actual;
const equalIgnoringCase: Comparison = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase();

/** The operators that policies of topics and keys use for texts and ARNs. */
const operators: Readonly<Record<string, { compare: Comparison; negated?: true }>> = {
  StringEquals: { compare: equal },
  StringNotEquals: { compare: equal, negated: true },
  StringEqualsIgnoreCase: { compare: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { compare: equalIgnoringCase, negated: true },
  StringLike: { compare: matchesText },
  StringNotLike: { compare: matchesText, negated: true },
  ArnEquals: { compare: arnVerdict },
  ArnLike: { compare: arnVerdict },
  ArnNotEquals: { compare: arnVerdict, negated: true },
  ArnNotLike: { compare: arnVerdict, negated: true },
};

/** Whether a statement's `Condition` holds for a request whose every known key has one value. */
export function conditionVerdict(
  condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>,
  context: ConditionValues,
): Verdict {
  return all(
    Object.entries(condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => lineHolds(operator, key, [values].flat(), context)),
    ),
  );
}

function lineHolds(name: string, key: string, values: readonly string[], context: ConditionValues): Verdict {
  const actual = Object.entries(context).find(([known]) => known.toLowerCase() === key.toLowerCase())?.[1];
  if (actual === undefined) {
    return `the condition key ${key} is not evaluated here`;
  }
  if (name === 'Null') {
    return values.some((value) => value.toLowerCase() === 'false');
  }
  const operator = operators[name.replace(/IfExists$/, '')];
  if (!operator) {
    return `the condition operator ${name} is not evaluated here`;
  }
  const variable = values.find((value) => value.includes('${'));
  if (variable !== undefined) {
    return `the policy variable in ${variable} is not evaluated here`;
  }
  const compared = values.map((wanted) => operator.compare(wanted, actual));
  const matched = compared.includes(true) || (compared.find((one) => typeof one === 'string') ?? false);
  return operator.negated && typeof matched === 'boolean' ? !matched : matched;
}

function arnVerdict(pattern: string, arn: string): Verdict {
  return arnParts(pattern) && arnParts(arn)
    ? matchesArn(pattern, arn)
    : `${pattern} is not an ARN with six parts`;
}
