import { isExpression } from '../interpreter/expressions';
import { error, type Diagnostic } from './diagnostic';
import { referencesOf } from './expression-references';
import { holdersOf, type LocatedState } from './scope';
import { isJsonObject } from '../../json';

/** Fields that may hold expressions; Assign and Output are checked separately, since `$states` has more fields there. */
const availableParts = [
  ...['Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Items', 'ItemSelector', 'MaxConcurrency'],
  ...['ToleratedFailureCount', 'ToleratedFailurePercentage'],
  ...['Condition', 'Seconds', 'Timestamp', 'Error', 'Cause'],
];

const unsupported = 'UNSUPPORTED_JSONATA_EXPRESSION';

interface Place {
  readonly location: string;
  /** The fields of `$states` that have a value there. */
  readonly states: readonly string[];
}

/** Every JSONata expression of a state: its syntax, what it reads of its context, and its use of `$states`. */
export function checkExpressions(located: LocatedState): Diagnostic[] {
  const everywhere = ['input', 'context'];
  const hasResult = ['Task', 'Map', 'Parallel'].includes(String(located.state.Type));
  return holdersOf(located).flatMap(({ holder, location }) => {
    const caught = location.startsWith(`${located.location}/Catch[`);
    const own = holder === located.state && hasResult ? ['result'] : caught ? ['errorOutput'] : [];
    const check = (field: string, states: readonly string[]) =>
      checkValue(holder[field], { location: `${location}/${field}`, states });
    return [
      ...availableParts.flatMap((field) => check(field, everywhere)),
      ...['Assign', 'Output'].flatMap((field) => check(field, [...everywhere, ...own])),
    ];
  });
}

function checkValue(value: unknown, place: Place): Diagnostic[] {
  const { location } = place;
  if (typeof value === 'string') {
    return checkText(value, place);
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => checkValue(item, { ...place, location: `${location}[${index}]` }));
  }
  if (!isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) =>
    checkValue(member, { ...place, location: `${location}/${key}` }),
  );
}

function checkText(text: string, { location, states }: Place): Diagnostic[] {
  if (!isExpression(text)) {
    const broken = text.startsWith('{%') || text.endsWith('%}');
    const message = 'A JSONata expression must start with {% and end with %}, without spaces around them';
    return broken ? [error(location, message)] : [];
  }
  try {
    const { topLevel, statesFields, usesEval } = referencesOf(text.slice(2, -2).trim());
    const missing = [...statesFields].filter((field) => !states.includes(field));
    return [
      ...[...topLevel].map((name) => error(location, topLevelMessage(name), unsupported)),
      ...missing.map((field) => error(location, `Field '$states.${field}' does not exist.`, unsupported)),
      ...(usesEval ? [error(location, '$eval is not supported in Step Functions; use $parse')] : []),
    ];
  } catch (problem) {
    return [error(location, (problem as { message: string }).message, 'INVALID_JSONATA_EXPRESSION')];
  }
}

function topLevelMessage(name: string): string {
  return name === '$$'
    ? "Reference to '$$' is not supported."
    : `Reference to '${name}' at the top level is not supported.`;
}
