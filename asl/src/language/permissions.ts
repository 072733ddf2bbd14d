import { allStatesOf } from './flow';
import type { Flow, Need } from './states';

/** What a statement of a role's policy is about, once what it uses is known. */
export interface Grant {
  /** An empty list leaves the statement out. */
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** The statements of a role's policy in their order, by name; what each allows, the states say. */
export type Grants<Resources> = Readonly<Record<string, (on: Resources) => Grant>>;

/** How a state names a statement, and the actions in it that it uses. */
export const needOf =
  <Statement extends string>(_grants: Readonly<Record<Statement, unknown>>) =>
  (statement: Statement, ...actions: readonly string[]): Need => ({ statement, actions });

/** A statement that allows what states need. */
export interface NeededStatement extends Grant {
  readonly Sid: string;
  readonly Action: readonly string[];
}

/** What all states of a flow need. */
export const needsOf = (flow: Flow): Need[] => allStatesOf(flow).flatMap(([, state]) => state.needs ?? []);

/** One statement for each reason, in the order of the grants; what nothing needs is not allowed. */
export function neededStatements<Resources>(
  needs: readonly Need[],
  grants: Grants<Resources>,
  resources: Resources,
): NeededStatement[] {
  return Object.entries(grants).flatMap(([Sid, grantOn]) => {
    const Action = unionOf(needs.filter(({ statement }) => statement === Sid).map(({ actions }) => actions));
    const grant = grantOn(resources);
    return Action.length > 0 && grant.Resource.length > 0 ? [{ Sid, Action, ...grant }] : [];
  });
}

/** All actions; sorted where no state needs all of them, so that the policy does not depend on the order of states. */
function unionOf(lists: readonly (readonly string[])[]): readonly string[] {
  const all = [...new Set(lists.flat())];
  return lists.find((list) => list.length === all.length) ?? all.sort();
}
