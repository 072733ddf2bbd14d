import { objectsOf } from './diagnostic';
import { isJsonObject, type JsonObject } from '../../json';

export interface LocatedState {
  readonly name: string;
  readonly state: JsonObject;
  /** e.g. `/States/GetPolicyMapping`. */
  readonly location: string;
}

/** A transition from one state to another, with the variables that it assigns. */
export interface Edge {
  readonly target: unknown;
  readonly location: string;
  readonly assigned: readonly string[];
}

/** The states of one scope, with their locations. */
export function statesOf(workflow: JsonObject, location: string): LocatedState[] {
  if (!isJsonObject(workflow.States)) {
    return [];
  }
  return Object.entries(workflow.States)
    .filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]))
    .map(([name, state]) => ({ name, state, location: `${location}/States/${name}` }));
}

/** A workflow within a state: a Map's ItemProcessor, or a branch of a Parallel. */
export interface InnerWorkflow {
  readonly workflow: JsonObject;
  readonly location: string;
}

export function innerWorkflows({ state, location }: LocatedState): InnerWorkflow[] {
  const { ItemProcessor: processor, Branches: branches } = state;
  return [
    ...(isJsonObject(processor) ? [{ workflow: processor, location: `${location}/ItemProcessor` }] : []),
    ...objectsOf(branches).map((workflow, index) => ({
      workflow,
      location: `${location}/Branches[${index}]`,
    })),
  ];
}

/** The states of all scopes: a state's inner ones after it. */
export function allStates(workflow: JsonObject, location = ''): LocatedState[] {
  return statesOf(workflow, location).flatMap((each) => [
    each,
    ...innerWorkflows(each).flatMap((inner) => allStates(inner.workflow, inner.location)),
  ]);
}

/** The transitions of a state; each assigns its own variables, and a catcher's does not assign the state's. */
export function edgesOf({ state, location }: LocatedState): Edge[] {
  const edge = (holder: JsonObject, field: string, at: string): Edge[] =>
    holder[field] === undefined
      ? []
      : [{ target: holder[field], location: `${at}/${field}`, assigned: assignedBy(holder) }];
  return [
    ...edge(state, 'Next', location),
    ...edge(state, 'Default', location),
    ...objectsOf(state.Choices).flatMap((rule, index) => edge(rule, 'Next', `${location}/Choices[${index}]`)),
    ...objectsOf(state.Catch).flatMap((catcher, index) =>
      edge(catcher, 'Next', `${location}/Catch[${index}]`),
    ),
  ];
}

export function assignedBy(holder: JsonObject): string[] {
  return isJsonObject(holder.Assign) ? Object.keys(holder.Assign) : [];
}

/** The state's own fields and those of its rules and catchers: whatever may carry Assign and Output. */
export function holdersOf({ state, location }: LocatedState): { holder: JsonObject; location: string }[] {
  const within = (field: 'Choices' | 'Catch') =>
    objectsOf(state[field]).map((holder, index) => ({ holder, location: `${location}/${field}[${index}]` }));
  return [{ holder: state, location }, ...within('Choices'), ...within('Catch')];
}
