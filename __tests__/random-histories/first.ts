import fc from 'fast-check';
import { histories } from './history/arbitrary';
import { play } from './history/play';
import { problemsOf } from './history/problems';
import { described } from './history/history';
import { deployedDefinitions } from './world/machines';

const definitions = deployedDefinitions();
async function main() {
  const n = Number(process.argv[2] ?? 100);
  const seed = Number(process.argv[3] ?? 1);
  const t = Date.now();
  const result = await fc.check(
    fc.asyncProperty(histories(16), async (history) => {
      const played = await play(definitions, history);
      const problems = problemsOf(played);
      if (problems.length > 0) {
        throw new Error(problems.join('\n'));
      }
    }),
    { numRuns: n, seed, endOnFailure: process.argv[4] === 'raw' },
  );
  const ms = Date.now() - t;
  console.log(
    result.failed,
    result.numRuns,
    result.numShrinks,
    ms,
    'ms',
    ms / (result.numRuns + result.numShrinks),
  );
  if (result.failed) {
    const [history] = result.counterexample!;
    const played = await play(definitions, history, true);
    console.log(described(history));
    console.log(played.world.lines.join('\n'));
    console.log(problemsOf(played));
    console.log(String((result.errorInstance as Error).stack).slice(0, 600));
    console.log(result.seed, result.counterexamplePath);
  }
}
void main();
