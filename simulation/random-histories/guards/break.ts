import type { Machine } from '../../definitions';
import type { Definitions } from '../world/machines';

/** One text within the JSON of one state, and what it becomes. */
export interface Change {
  readonly machine: Machine;
  readonly state: string;
  readonly from: string;
  readonly to: string;
}

interface States {
  [name: string]: { readonly ItemProcessor?: { readonly States: States } };
}

/** @throws if the definition has no such state or text, so that no guard is broken in name only */
export function broken(definitions: Definitions, changes: readonly Change[]): Definitions {
  return changes.reduce((result, { machine, state, from, to }) => {
    const definition = JSON.parse(result[machine]) as { States: States };
    const states = statesWith(definition.States, state);
    const text = JSON.stringify(states[state]);
    if (!text.includes(from)) {
      throw new Error(`The state ${state} has no '${from}'.`);
    }
    states[state] = JSON.parse(text.replaceAll(from, to)) as States[string];
    return { ...result, [machine]: JSON.stringify(definition) };
  }, definitions);
}

function statesWith(states: States, name: string): States {
  const inner = Object.values(states).map(({ ItemProcessor }) => ItemProcessor?.States ?? {});
  const found = [states, ...inner].find((some) => some[name]);
  if (!found) {
    throw new Error(`There is no state ${name}.`);
  }
  return found;
}
