import fc from 'fast-check';
import { histories } from '../../simulation/random-histories/history/arbitrary';
import { play } from '../../simulation/random-histories/history/play';
import { problemsOf } from '../../simulation/random-histories/history/problems';
import { deployedDefinitions } from '../../simulation/random-histories/world/machines';
import { CommandError } from '../../clients/command-error';
import { print } from './print';

const count = 300;
const maximumSteps = 16;

/** Random histories of failures, played and checked. */
export async function benchHistories(): Promise<void> {
  const definitions = deployedDefinitions();
  const sample = fc.sample(histories(maximumSteps), { numRuns: count, seed: 1 });
  const start = performance.now();
  for (const history of sample) {
    const [problem] = problemsOf(await play(definitions, history));
    if (problem !== undefined) {
      throw new CommandError(`A history went wrong: ${problem}. Run its test to see it.`);
    }
  }
  const perSecond = (count / (performance.now() - start)) * 1000;
  print(`Random histories of up to ${maximumSteps} steps`, `${perSecond.toFixed(0)} a second`);
}
