import { error, type Diagnostic } from './diagnostic';
import { assignedBy, holdersOf, statesOf, type LocatedState } from './scope';
import type { JsonObject } from '../../json';

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
