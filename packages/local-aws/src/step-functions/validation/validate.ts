import { checkAslSchema } from './asl-schema';
import { errorWithoutLocation, type Diagnostic } from './diagnostic';
import { checkErrorHandling } from './error-handling';
import { checkExpressions } from './expressions';
import { checkFields, checkMachine } from './fields';
import { checkIntegration } from './integrations';
import { checkDistributedMaps } from './distributed-map';
import { checkLanguage, checkMachineLanguage } from './query-language';
import { allStates, innerWorkflows, statesOf } from './scope';
import { checkTransitions } from './transitions';
import { assignedIn, checkAssign } from './variables';
import { isJsonObject, type JsonObject } from '../../json';

export type { Diagnostic };

/**
 * The diagnostics of ValidateStateMachineDefinition; CreateStateMachine rejects a definition that has an ERROR.
 *
 * What AWS supports and local Step Functions does not is also an ERROR, which names it.
 *
 * @param definition in the Amazon States Language, as JSON text.
 */
export function validateDefinition(definition: string): Diagnostic[] {
  if (definition === '') {
    return [errorWithoutLocation('The definition is empty', 'MISSING_DESCRIPTION')];
  }
  let machine: unknown;
  try {
    machine = definition.trim() === '' ? undefined : JSON.parse(definition);
  } catch (problem) {
    const message = `Not JSON: ${(problem as Error).message}`;
    return [errorWithoutLocation(message, 'INVALID_JSON_DESCRIPTION')];
  }
  return isJsonObject(machine)
    ? validateMachine(machine)
    : [errorWithoutLocation('Definition must be a valid JSON object')];
}

/** The fields of a state decide which other checks make sense, so a step runs only if the one before found nothing. */
function validateMachine(machine: JsonObject): Diagnostic[] {
  const states = allStates(machine);
  const steps = [
    () => [
      ...checkMachineLanguage(machine),
      ...checkMachine(machine),
      ...states.flatMap((state) => checkLanguage(state, machine)),
    ],
    () => states.flatMap(checkFields),
    () => checkDistributedMaps(machine, states),
    () => validateScope(machine, ''),
    () => checkAslSchema(machine),
  ];
  for (const step of steps) {
    const found = step();
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

/** @param assignedOutside names that outer scopes assign anywhere */
function validateScope(
  workflow: JsonObject,
  location: string,
  assignedOutside: ReadonlySet<string> = new Set(),
): Diagnostic[] {
  const assigned = new Set([...assignedOutside, ...assignedIn(workflow)]);
  return [
    ...checkTransitions(workflow, location),
    ...statesOf(workflow, location).flatMap((each) => [
      ...checkErrorHandling(each),
      ...checkIntegration(each),
      ...checkAssign(each, assignedOutside),
      ...checkExpressions(each),
      ...innerWorkflows(each).flatMap((inner) => validateScope(inner.workflow, inner.location, assigned)),
    ]),
  ];
}
