import { error, errorWithoutLocation, type Diagnostic } from './diagnostic';
import { allStates, edgesOf, type LocatedState } from './scope';
import { validateDefinition } from './validate';
import { isJsonObject, type JsonObject } from '../../json';

/** How AWS calls a state that is tested alone. */
export const nameOfLoneState = 'StateName';

/** The state to test, or what is wrong with its definition. */
export type FoundState =
  | { readonly state: LocatedState; readonly diagnostics?: undefined }
  | { readonly diagnostics: readonly Diagnostic[] };

/**
 * The state that TestState is to test.
 *
 * @param definition of the state, or of the state machine that has it
 * @param stateName undefined if the definition is that of the state
 */
export function stateToTest(definition: string, stateName: string | undefined): FoundState {
  const machine = parsed(definition);
  if (!machine) {
    return { diagnostics: [errorWithoutLocation('Definition must be a valid JSON object')] };
  }
  const whole = stateName === undefined ? machineOf(machine) : machine;
  const diagnostics = validateDefinition(JSON.stringify(whole));
  const state = allStates(whole).find(({ name }) => name === (stateName ?? nameOfLoneState));
  if (diagnostics.length > 0) {
    return { diagnostics };
  }
  return state
    ? { state }
    : { diagnostics: [error('/States', `The definition has no state '${String(stateName)}'`)] };
}

function parsed(definition: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(definition);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A machine of that state and of all that it leads to. */
function machineOf(state: JsonObject): JsonObject {
  const targets = edgesOf({ name: nameOfLoneState, state, location: '' }).map(({ target }) => String(target));
  const others = targets.map((name) => [name, { Type: 'Succeed' }]);
  return {
    QueryLanguage: state.QueryLanguage ?? 'JSONPath',
    StartAt: nameOfLoneState,
    States: { ...Object.fromEntries(others), [nameOfLoneState]: state },
  };
}
