import { error, type Diagnostic } from './diagnostic';
import { assignedBy, edgesOf, holdersOf, statesOf, type LocatedState } from './scope';
import type { JsonObject } from '../../json';

/**
 * For each state of a scope, the variables that are assigned on at least one path to it.
 *
 * @param outer variables of the scopes around it, which an inner scope can read.
 */
export function variablesBefore(
  workflow: JsonObject,
  outer: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const states = new Map(statesOf(workflow, '').map((state) => [state.name, state]));
  const before = new Map([...states.keys()].map((name) => [name, new Set(outer)]));
  const changed = new Set(states.keys());
  // A state is visited again, at the end, when a transition to it brings a new name.
  for (const name of changed) {
    changed.delete(name);
    for (const { target, assigned } of edgesOf(states.get(name)!)) {
      const known = before.get(String(target));
      const arriving = [...before.get(name)!, ...assigned].filter(
        (variable) => known?.has(variable) === false,
      );
      if (arriving.length === 0) {
        continue;
      }
      arriving.forEach((variable) => known!.add(variable));
      changed.add(String(target));
    }
  }
  return before;
}

/** All names that a scope assigns. */
export function assignedIn(workflow: JsonObject): Set<string> {
  return new Set(
    statesOf(workflow, '')
      .flatMap(holdersOf)
      .flatMap(({ holder }) => assignedBy(holder)),
  );
}

/**
 * The names of the variables that a state assigns ("Passing data between states with variables").
 *
 * @param outer names that a scope around it assigns: an inner scope cannot assign them too.
 */
export function checkAssign(located: LocatedState, outer: ReadonlySet<string>): Diagnostic[] {
  return holdersOf(located).flatMap(({ holder, location }) =>
    assignedBy(holder).flatMap((name) => {
      const at = `${location}/Assign/${name}`;
      if (name === 'states') {
        return [error(at, "The variable name 'states' is reserved")];
      }
      if (name.length > 80 || !/^\p{ID_Start}\p{ID_Continue}*$/u.test(name)) {
        return [
          error(at, 'A variable name has at most 80 characters, letters first, then letters, digits and _'),
        ];
      }
      return outer.has(name)
        ? [error(at, `The variable ${name} is assigned in an outer scope and cannot be assigned in this one`)]
        : [];
    }),
  );
}
