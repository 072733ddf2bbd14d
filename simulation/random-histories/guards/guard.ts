import { broken, type Change } from './break';
import { findProblem, type Found } from '../find';
import type { Focus } from '../history/arbitrary';
import type { Definitions } from '../world/machines';

/** A guard of the definitions, and where its absence shows. */
export interface Guard {
  /** What it guards, as a sentence. */
  readonly guards: string;
  /** The changes that take it out. */
  readonly without: readonly Change[];
  readonly focus: Focus;
  /** A problem that its absence causes. */
  readonly shows: RegExp;
  /** Steps of a history after its beginning, at most. @default 8 */
  readonly steps?: number;
}

/** Histories until the absence of a guard has to show: most show within ten. */
const runs = 600;

/** A history that the definitions would get right with the guard, and get wrong without it. */
export function findWithout(definitions: Definitions, guard: Guard): Promise<Found | undefined> {
  const { without, focus, shows, steps = 8 } = guard;
  return findProblem(broken(definitions, without), { runs, seed: 1, steps, focus, shows, shrink: false });
}

/** A condition that always holds and needs no value. */
export function always(attribute: string): string {
  return `(attribute_exists(${attribute}) OR attribute_not_exists(${attribute}))`;
}
