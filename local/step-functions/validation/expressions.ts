import { isExpression } from '../interpreter/expressions';
import { error, type Diagnostic } from './diagnostic';
import { jsonataFunctions, namesIn } from './jsonata-names';
import { holdersOf, type LocatedState } from './scope';
import { isJsonObject } from '../../json';

/** Fields that may hold expressions; Assign and Output are checked separately, since `$states` has more fields there. */
const availableParts = [
  ...['Arguments', 'TimeoutSeconds', 'Items', 'ItemSelector', 'MaxConcurrency'],
  ...['ToleratedFailureCount', 'ToleratedFailurePercentage'],
  ...['Condition', 'Seconds', 'Timestamp', 'Error', 'Cause'],
];

interface Place {
  readonly location: string;
  /** The fields of `$states` that have a value there. */
  readonly states: readonly string[];
  /** Variables that are assigned on some path to this state. */
  readonly variables: ReadonlySet<string>;
}

/**
 * Every JSONata expression of a state: its syntax, its functions, its variables and its use of `$states`.
 *
 * @param variables names that are assigned on some path to this state.
 */
export function checkExpressions(located: LocatedState, variables: ReadonlySet<string>): Diagnostic[] {
  const everywhere = ['input', 'context'];
  const hasResult = located.state.Type === 'Task' || located.state.Type === 'Map';
  return holdersOf(located).flatMap(({ holder, location }) => {
    const caught = location.startsWith(`${located.location}/Catch/`);
    const own = holder === located.state && hasResult ? ['result'] : caught ? ['errorOutput'] : [];
    const check = (field: string, states: readonly string[]) =>
      checkValue(holder[field], { location: `${location}/${field}`, states, variables });
    return [
      ...availableParts.flatMap((field) => check(field, everywhere)),
      ...['Assign', 'Output'].flatMap((field) => check(field, [...everywhere, ...own])),
    ];
  });
}

function checkValue(value: unknown, place: Place): Diagnostic[] {
  if (typeof value === 'string') {
    return checkText(value, place);
  }
  if (!Array.isArray(value) && !isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) =>
    checkValue(member, { ...place, location: `${place.location}/${key}` }),
  );
}

function checkText(text: string, { location, states, variables }: Place): Diagnostic[] {
  if (!isExpression(text)) {
    return text.startsWith('{%') || text.endsWith('%}')
      ? [
          error(
            location,
            'A JSONata expression must start with {% and end with %}, without spaces around them',
          ),
        ]
      : [];
  }
  try {
    const names = namesIn(text.slice(2, -2));
    const unreadable = [...names.statesFields].filter((field) => !states.includes(field));
    return [
      ...[...names.variables].flatMap((name) => checkVariable(name, location, variables)),
      ...unreadable.map((field) => error(location, `$states.${field} is not accessible here`)),
    ];
  } catch (problem) {
    return [error(location, `Not a JSONata expression: ${(problem as { message: string }).message}`)];
  }
}

function checkVariable(name: string, location: string, variables: ReadonlySet<string>): Diagnostic[] {
  if (name === 'states' || variables.has(name)) {
    return [];
  }
  if (name === 'eval') {
    return [error(location, '$eval is not supported in Step Functions; use $parse')];
  }
  if (jsonataFunctions.has(name)) {
    return [];
  }
  return [error(location, `The variable $${name} is assigned on no way to this state`)];
}
