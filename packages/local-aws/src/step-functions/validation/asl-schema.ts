import validateAsl from 'asl-validator';
import { isExpression } from '../interpreter/expressions';
import { error, type Diagnostic } from './diagnostic';
import { isJsonObject, type JsonObject } from '../../json';

/** AWS's codes for those of asl-validator; every other is SCHEMA_VALIDATION_FAILED. */
const codes: Readonly<Record<string, string>> = { DUPLICATE_STATE_NAMES: 'DUPLICATE_STATE_NAME' };

/** What AWS sees differently, and is checked as AWS does. */
const checkedElsewhere = ['MISSING_TRANSITION_TARGET', 'MISSING_TERMINAL_STATE'];

/** A definition is validated at plan, at create and at update, and asl-validator takes about 0.3 s each time. */
const findingsByShape = new Map<string, Diagnostic[]>();

/** What the npm package asl-validator finds in the shape of a definition. */
export function checkAslSchema(machine: JsonObject): Diagnostic[] {
  const shape = JSON.stringify(shapeOf(machine));
  if (!findingsByShape.has(shape)) {
    findingsByShape.set(shape, findings(shape));
  }
  return findingsByShape.get(shape)!;
}

function findings(shape: string): Diagnostic[] {
  const machine = JSON.parse(shape) as JsonObject;
  const found = validateAsl(machine)
    .errors.filter(({ 'Error code': code }) => !checkedElsewhere.includes(code))
    .map(({ 'Error code': code, Message: message, schemaError }) =>
      error(locationOf(schemaError?.instancePath ?? '', machine), message, codes[code]),
    );
  // Where a field is wrong, asl-validator also reports that the state has none of the other types.
  const telling = found.filter(({ location }) => !/\/(Type|QueryLanguage)$/.test(location!));
  const said = new Map((telling.length > 0 ? telling : found).map((finding) => [finding.message, finding]));
  return [...said.values()];
}

/** A JSON pointer as AWS writes it: `/States/A/Choices[0]`. */
function locationOf(pointer: string, machine: JsonObject): string {
  let value: unknown = machine;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(value) ? `[${key}]` : `/${key}`;
      value = (value as JsonObject | undefined)?.[key];
      return step;
    })
    .join('');
}

/**
 * A copy whose payloads are empty and whose expressions are all the same: asl-validator rejects an empty text, a
 * number as Output and an expression of several lines, and takes a "Next" inside a payload for a transition.
 */
function shapeOf(value: unknown, field = ''): unknown {
  if (isExpression(value)) {
    return '{% 1 %}';
  }
  if (['Arguments', 'Output', 'ItemSelector'].includes(field)) {
    return {};
  }
  if (field === 'Assign' && isJsonObject(value)) {
    return {};
  }
  if (field === 'Items' && typeof value === 'object') {
    return '{% 1 %}';
  }
  // AWS also takes a fraction; asl-validator wants a whole number.
  if (field === 'ToleratedFailurePercentage' && typeof value === 'number') {
    return Math.trunc(value);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => shapeOf(item));
  }
  if (!isJsonObject(value)) {
    return value;
  }
  // The keys of States are names of states, not fields.
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    shapeOf(member, field === 'States' ? '' : key),
  ]);
  return Object.fromEntries(entries);
}
