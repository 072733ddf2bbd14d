import type { Fields, State, Workflow } from './definition';
import { StatesError } from '../types';

/**
 * A name that a scope assigns must not be assigned within a Map of that scope ("Passing data between states with
 * variables", variable scope).
 *
 * @throws StatesError `States.Runtime` that names the variable and the Map state
 */
export function checkVariableScopes(workflow: Workflow, outer: ReadonlySet<string> = new Set()): void {
  const visible = new Set([...outer, ...Object.values(workflow.States).flatMap(assignedBy)]);
  for (const [name, state] of Object.entries(workflow.States)) {
    if (!state.ItemProcessor) {
      continue;
    }
    const inner = Object.values(state.ItemProcessor.States).flatMap(assignedBy);
    const both = inner.find((variable) => visible.has(variable));
    if (both) {
      throw new StatesError(
        'States.Runtime',
        `The variable ${both} is assigned both inside and outside of the Map state "${name}": ` +
          'an inner scope cannot assign a name of an outer one.',
      );
    }
    checkVariableScopes(state.ItemProcessor, visible);
  }
}

function assignedBy(state: State): string[] {
  const holders: Fields[] = [state, ...(state.Choices ?? []), ...(state.Catch ?? [])];
  return holders.flatMap((holder) => Object.keys(holder.Assign ?? {}));
}
