import { checkAslSchema } from './asl-schema';
import { error, type Diagnostic } from './diagnostic';
import { checkErrorHandling } from './error-handling';
import { checkExpressions } from './expressions';
import { checkFields, checkLanguage, checkMachine } from './fields';
import { checkIntegration } from './integrations';
import { checkDistributedMaps, isDistributedMap } from './distributed-map';
import { allStates, statesOf } from './scope';
import { checkTransitions } from './transitions';
import { assignedIn, checkAssign, variablesBefore } from './variables';
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
  if (definition.trim() === '') {
    return [error('', 'The definition is empty', 'MISSING_DESCRIPTION')];
  }
  let machine: unknown;
  try {
    machine = JSON.parse(definition);
  } catch (problem) {
    return [error('', `Not JSON: ${(problem as Error).message}`, 'INVALID_JSON_DESCRIPTION')];
  }
  if (!isJsonObject(machine)) {
    return [error('', 'The definition must be a JSON object')];
  }
  return validateMachine(machine);
}

/** The fields of a state decide which other checks make sense, so a step runs only if the one before found nothing. */
function validateMachine(machine: JsonObject): Diagnostic[] {
  const states = allStates(machine);
  const steps = [
    () => [...checkMachine(machine), ...states.flatMap((state) => checkLanguage(state, machine))],
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

/**
 * @param readable variables of outer scopes that have a value here.
 * @param assignedOutside names that outer scopes assign anywhere.
 */
function validateScope(
  workflow: JsonObject,
  location: string,
  readable: ReadonlySet<string> = new Set(),
  assignedOutside: ReadonlySet<string> = new Set(),
): Diagnostic[] {
  const before = variablesBefore(workflow, readable);
  const assigned = new Set([...assignedOutside, ...assignedIn(workflow)]);
  return [
    ...checkTransitions(workflow, location),
    ...statesOf(workflow, location).flatMap((each) => {
      const variables = before.get(each.name)!;
      const { ItemProcessor: processor } = each.state;
      return [
        ...checkErrorHandling(each),
        ...checkIntegration(each),
        ...checkAssign(each, assignedOutside),
        ...checkExpressions(each, variables),
        // Children of a Distributed Map cannot read the variables of their parent.
        ...(isJsonObject(processor)
          ? validateScope(
              processor,
              `${each.location}/ItemProcessor`,
              isDistributedMap(each.state) ? undefined : variables,
              assigned,
            )
          : []),
      ];
    }),
  ];
}
