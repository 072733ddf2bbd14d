import { error, errorWithoutLocation, type Diagnostic } from './diagnostic';
import { edgesOf, statesOf, type LocatedState } from './scope';
import { isJsonObject, type JsonObject } from '../../json';

const missingTarget = 'MISSING_TRANSITION_TARGET';

/** Every transition leads to a state of the same scope, every state is reached, and the machine has an end. */
export function checkTransitions(workflow: JsonObject, location: string): Diagnostic[] {
  if (!isJsonObject(workflow.States) || Object.keys(workflow.States).length === 0) {
    return [error(`${location}/States`, "The field 'States' must be an object with at least one state")];
  }
  const odd = Object.entries(workflow.States).filter(([, state]) => !isJsonObject(state));
  if (odd.length > 0) {
    return odd.map(([name]) => error(`${location}/States/${name}`, 'A state must be an object'));
  }
  const states = statesOf(workflow, location);
  // AWS looks for an end at the top level alone, and where there is none it looks no further.
  const endless = location === '' && !states.some(isTerminal);
  return [
    ...states.flatMap(checkEnd),
    ...missingTargets(workflow, states, location),
    ...(endless ? [errorWithoutLocation('Workflow has no terminal state', 'MISSING_END_STATE')] : []),
    ...(endless ? [] : unreachable(states, workflow.StartAt)),
  ];
}

function checkEnd({ state, location }: LocatedState): Diagnostic[] {
  if (['Choice', 'Succeed', 'Fail'].includes(String(state.Type))) {
    return [];
  }
  if (state.End !== undefined && state.End !== true) {
    return [error(`${location}/End`, 'The value must be true')];
  }
  if (state.Next !== undefined && state.End !== undefined) {
    return [error(location, 'There should only be one of the following fields: [Next, End]')];
  }
  return state.Next === undefined && state.End === undefined
    ? [error(location, 'This object should have only one of the following fields: [Next, End]')]
    : [];
}

function isTerminal({ state }: LocatedState): boolean {
  return state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
}

/** `StartAt` and `Default` are called 'Next' as well. */
function missingTargets(
  { StartAt }: JsonObject,
  states: readonly LocatedState[],
  location: string,
): Diagnostic[] {
  const names = new Set(states.map(({ name }) => name));
  const ways = [{ target: StartAt, location: `${location}/StartAt` }, ...states.flatMap(edgesOf)];
  return ways
    .filter(({ target }) => !names.has(String(target)))
    .map(({ target, location: at }) => error(at, `Missing 'Next' target: ${String(target)}`, missingTarget));
}

function unreachable(states: readonly LocatedState[], startAt: unknown): Diagnostic[] {
  const reached = new Set([String(startAt)]);
  // Iterating a set also visits what is added meanwhile.
  for (const name of reached) {
    const state = states.find((each) => each.name === name);
    edgesOf(state ?? { name, state: {}, location: '' }).forEach(({ target }) => reached.add(String(target)));
  }
  return states
    .filter(({ name }) => !reached.has(name))
    .map(({ name, location }) => error(location, `State "${name}" is not reachable.`, missingTarget));
}
