import { findProblem, type Counterexample } from '../find';
import type { Definitions } from '../world/machines';
import { broken } from './break';
import type { Guard } from './guard';

/** Histories until the absence of a guard has to show: most show within ten. */
const runs = 600;

/** A history that the definitions would get right with the guard, and get wrong without it. */
export function findWithout(definitions: Definitions, guard: Guard): Promise<Counterexample | undefined> {
  const { without, focus, shows, steps = 8 } = guard;
  return findProblem(broken(definitions, without), { runs, seed: 1, steps, focus, shows, shrink: false });
}
