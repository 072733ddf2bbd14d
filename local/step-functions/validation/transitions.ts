import { error, type Diagnostic } from './diagnostic';
import { edgesOf, statesOf, type LocatedState } from './scope';
import { isJsonObject, type JsonObject } from '../../json';

const missingTarget = 'MISSING_TRANSITION_TARGET';

/** Every transition leads to a state of the same scope, every state is reached, and there is an end. */
export function checkTransitions(workflow: JsonObject, location: string): Diagnostic[] {
  if (!isJsonObject(workflow.States) || Object.keys(workflow.States).length === 0) {
    return [error(`${location}/States`, "The field 'States' must be an object with at least one state")];
  }
  if (typeof workflow.StartAt !== 'string') {
    return [error(`${location}/StartAt`, "The field 'StartAt' is required but was missing")];
  }
  const odd = Object.entries(workflow.States).filter(([, state]) => !isJsonObject(state));
  if (odd.length > 0) {
    return odd.map(([name]) => error(`${location}/States/${name}`, 'A state must be an object'));
  }
  const states = statesOf(workflow, location);
  const ways = [{ target: workflow.StartAt, location: `${location}/StartAt` }, ...states.flatMap(edgesOf)];
  const names = new Set(states.map(({ name }) => name));
  const lost = ways.filter(({ target }) => !names.has(String(target)));
  return [
    ...states.flatMap(checkEnd),
    ...lost.map(({ target, location: at }) =>
      error(at, `Missing '${at.split('/').at(-1)}' target: ${String(target)}`, missingTarget),
    ),
    ...(lost.length === 0 ? unreachable(states, workflow.StartAt) : []),
    ...(states.some(isTerminal)
      ? []
      : [error(`${location}/States`, 'The workflow does not have a terminal state', 'MISSING_END_STATE')]),
  ];
}

function checkEnd({ state, location }: LocatedState): Diagnostic[] {
  if (['Choice', 'Succeed', 'Fail'].includes(String(state.Type))) {
    return [];
  }
  if (state.End !== undefined && state.End !== true) {
    return [error(`${location}/End`, 'The value must be true')];
  }
  const both = state.Next !== undefined && state.End !== undefined;
  if (both) {
    return [error(location, "The fields 'Next' and 'End' exclude each other")];
  }
  const neither = state.Next === undefined && state.End === undefined;
  return neither ? [error(location, "One of the fields 'Next' and 'End' is required")] : [];
}

function isTerminal({ state }: LocatedState): boolean {
  return state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
}

function unreachable(states: readonly LocatedState[], startAt: string): Diagnostic[] {
  const reached = new Set([startAt]);
  // Iterating a set also visits what is added meanwhile.
  for (const name of reached) {
    const state = states.find((each) => each.name === name)!;
    edgesOf(state).forEach(({ target }) => reached.add(String(target)));
  }
  return states
    .filter(({ name }) => !reached.has(name))
    .map(({ name, location }) => error(location, `State "${name}" is not reachable.`, missingTarget));
}
