import { statementsOf, type PlannedCondition, type PlannedStatement } from './policy-statement';

/**
 * What a new version of an IAM policy allows that the old one did not, a sentence each. A change that may or may not
 * widen a statement is reported too, so that a person looks at it.
 *
 * @param before the parsed policy; anything else counts as a policy without statements
 */
export function widened(before: unknown, after: unknown): string[] {
  const old = statementsOf(before) ?? [];
  const next = statementsOf(after) ?? [];
  const allowed = old.filter(({ effect }) => effect === 'Allow');
  const denies = next.filter(({ effect }) => effect === 'Deny');
  return [
    ...next
      .filter(({ effect }) => effect === 'Allow')
      .filter((statement) => !allowed.some((one) => beyond(one, statement).length === 0))
      .map((statement) => {
        const same = allowed.find(({ name }) => name === statement.name);
        return same
          ? `${statement.name}: ${beyond(same, statement).join('; ')}`
          : `${statement.name} is new: ${grantOf(statement)}`;
      }),
    ...old
      .filter(({ effect }) => effect === 'Deny')
      .filter((statement) => !denies.some((one) => beyond(one, statement).length === 0))
      .map((statement) => `${statement.name} no longer denies all that it denied`),
  ];
}

/** What the second statement covers and the first does not. */
function beyond(covering: PlannedStatement, covered: PlannedStatement): string[] {
  return [
    ...elementBeyond('Action', covering, covered),
    ...elementBeyond('Resource', covering, covered),
    ...elementBeyond('Principal', covering, covered),
    ...covering.conditions
      .filter((condition) => !covered.conditions.some((one) => atLeastAsStrict(one, condition)))
      .map((condition) => conditionBeyond(condition, covered.conditions)),
  ];
}

function elementBeyond(
  element: 'Action' | 'Resource' | 'Principal',
  covering: PlannedStatement,
  covered: PlannedStatement,
) {
  const negated = `Not${element}` as const;
  const ignoresCase = element === 'Action';
  if (covering[negated].length > 0) {
    const missing = covering[negated].filter((one) => !matches(covered[negated], one, ignoresCase));
    return missing.length > 0 ? [`${negated} no longer lists ${codes(missing)}`] : [];
  }
  if (covered[negated].length > 0) {
    return [`${negated} stands in the place of ${element}`];
  }
  const added = covered[element].filter((one) => !matches(covering[element], one, ignoresCase));
  return added.length > 0 ? [`${element} ${codes(added)} added`] : [];
}

function conditionBeyond(condition: PlannedCondition, others: readonly PlannedCondition[]): string {
  const name = `condition \`${condition.operator} ${condition.key}\``;
  const same = others.find((other) => isOnSameKey(other, condition));
  return same
    ? `${name} changed from ${codes(condition.values)} to ${codes(same.values)}`
    : `${name} removed`;
}

/** Condition keys are not case-sensitive. */
function isOnSameKey(a: PlannedCondition, b: PlannedCondition): boolean {
  return a.operator === b.operator && a.key.toLowerCase() === b.key.toLowerCase();
}

/** Whether whatever passes the first condition passes the second too. */
function atLeastAsStrict(strict: PlannedCondition, loose: PlannedCondition): boolean {
  if (!isOnSameKey(strict, loose)) {
    return false;
  }
  // A negated operator names what does not pass: the longer list is the stricter one.
  if (/Not/.test(strict.operator)) {
    return loose.values.every((value) => strict.values.includes(value));
  }
  const patterns = /Like$|^Arn/.test(strict.operator);
  return strict.values.every((value) =>
    patterns ? matches(loose.values, value) : loose.values.includes(value),
  );
}

/** Whether one of the patterns covers the text, which may be a pattern itself. */
function matches(patterns: readonly string[], text: string, ignoresCase = false): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '[^*]');
    return new RegExp(`^${source}$`, ignoresCase ? 'is' : 's').test(text);
  });
}

function grantOf(statement: PlannedStatement): string {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, conditions } = statement;
  const parts = [
    ...(NotAction.length > 0 ? [`all but ${codes(NotAction)}`] : [codes(Action)]),
    ...(Resource.length > 0 ? [`on ${codes(Resource)}`] : []),
    ...(NotResource.length > 0 ? [`on all but ${codes(NotResource)}`] : []),
    ...(Principal.length > 0 ? [`for ${codes(Principal)}`] : []),
    ...(NotPrincipal.length > 0 ? [`for all but ${codes(NotPrincipal)}`] : []),
    ...(conditions.length > 0
      ? [`if ${codes(conditions.map(({ operator, key }) => `${operator} ${key}`))}`]
      : []),
  ];
  return parts.join(' ');
}

const codes = (texts: readonly string[]) => texts.map((text) => `\`${text}\``).join(', ');
