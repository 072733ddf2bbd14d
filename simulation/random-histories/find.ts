import fc from 'fast-check';
import { histories, type Focus } from './history/arbitrary';
import { described, type History } from './history/history';
import { play } from './history/play';
import { problemsOf } from './history/problems';
import type { Definitions } from './world/machines';

export interface Search {
  readonly runs: number;
  readonly seed: number;
  /** Steps of a history, at most. @default 12 */
  readonly steps?: number;
  readonly focus?: Focus;
  /** fast-check's path to one history, to play it again. */
  readonly path?: string;
  /** Which problems count. @default all */
  readonly shows?: RegExp;
  /** Whether the history found is made as short as it can be. @default true */
  readonly shrink?: boolean;
}

/** A history that goes wrong. */
export interface Counterexample {
  readonly history: History;
  readonly problems: readonly string[];
  readonly seed: number;
  readonly path: string;
}

/** Plays random histories until one goes wrong. */
export async function findProblem(
  definitions: Definitions,
  search: Search,
): Promise<Counterexample | undefined> {
  const { runs, seed, steps = 12, focus, path, shows = /./, shrink = true } = search;
  const problems = async (history: History) =>
    problemsOf(await play(definitions, history)).filter((problem) => shows.test(problem));
  const result = await fc.check(
    fc.asyncProperty(histories(steps, focus), async (history) => (await problems(history)).length === 0),
    { numRuns: runs, seed, path, endOnFailure: !shrink },
  );
  if (!result.failed) {
    return undefined;
  }
  const [history] = result.counterexample!;
  return { history, problems: await problems(history), seed, path: result.counterexamplePath! };
}

/** Everything that a person needs to understand the history and to play it again. */
export async function report(
  definitions: Definitions,
  { history, problems, seed, path }: Counterexample,
): Promise<string> {
  const { world } = await play(definitions, history, true);
  return [
    ...problems,
    '',
    described(history),
    '',
    ...world.lines,
    '',
    `Play it again: npm run chaos -- --seed ${seed} --path ${path}`,
  ].join('\n');
}
