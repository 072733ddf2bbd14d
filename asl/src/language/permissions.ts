import { allStatesOf } from './flow';
import type { Flow, Need } from './states';

/** What a statement of a role's policy is about, once the ARNs are known. */
export interface Grant {
  /** An empty list leaves the statement out. */
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** The statements of a role's policy in their order, by name; what each allows, the states say. */
export type Grants<Arns> = Readonly<Record<string, (on: Arns) => Grant>>;

/** How a state names a statement, and the actions in it that it uses. */
export const needOf =
  <Statement extends string>(_grants: Readonly<Record<Statement, unknown>>) =>
  (statement: Statement, ...actions: readonly string[]): Need => ({ statement, actions });

/** A statement that allows what states need. */
export interface NeededStatement extends Grant {
  readonly Sid: string;
  readonly Action: readonly string[];
}

/** What all states of a flow need: one statement for each reason, in the order of the grants. */
export function neededStatements<Arns>(flow: Flow, grants: Grants<Arns>, arns: Arns): NeededStatement[] {
  const needs = allStatesOf(flow).flatMap(([, state]) => state.needs ?? []);
  return Object.entries(grants).flatMap(([Sid, grantOn]) => {
    const Action = unionOf(needs.filter(({ statement }) => statement === Sid).map(({ actions }) => actions));
    const grant = grantOn(arns);
    return Action.length > 0 && grant.Resource.length > 0 ? [{ Sid, Action, ...grant }] : [];
  });
}

/** All actions; sorted where no state needs all of them, so that the policy does not depend on the order of states. */
function unionOf(lists: readonly (readonly string[])[]): readonly string[] {
  const all = [...new Set(lists.flat())];
  return lists.find((list) => list.length === all.length) ?? all.sort();
}
