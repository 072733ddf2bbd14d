import type { Definitions, Machine } from '../world/machines';

/** A definition with one guard taken out of it. */
export interface Broken {
  readonly machine: Machine;
  readonly state: string;
  /** Texts within the state's JSON and what they become; each must be there. */
  readonly replace: readonly (readonly [text: string, by: string])[];
}

interface States {
  [name: string]: { readonly ItemProcessor?: { readonly States: States } };
}

/** @throws if the definition has no such state or text, so that no guard is broken in name only */
export function broken(definitions: Definitions, changes: readonly Broken[]): Definitions {
  return changes.reduce((result, { machine, state, replace }) => {
    const definition = JSON.parse(result[machine]) as { States: States };
    const states = statesWith(definition.States, state);
    states[state] = JSON.parse(
      replace.reduce((text, [from, to]) => replaced(text, from, to), JSON.stringify(states[state])),
    ) as States[string];
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

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) {
    throw new Error(`There is no '${from}' in ${text}.`);
  }
  return text.replaceAll(from, to);
}
