import fc from 'fast-check';
import { histories } from '../history/arbitrary';
import { play } from '../history/play';
import { problemsOf } from '../history/problems';
import { deployedDefinitions } from '../world/machines';
import { broken } from './break';
import { guards } from './guards';

async function main() {
  const definitions = deployedDefinitions();
  const only = process.argv[3];
  for (const { guards: name, without, focus, shows, steps } of guards) {
    if (only && !name.includes(only)) continue;
    let def;
    try {
      def = broken(definitions, without);
    } catch (e) {
      console.log('BAD', name, String(e).slice(0, 200));
      continue;
    }
    const t = process.cpuUsage();
    let seen = '';
    const result = await fc.check(
      fc.asyncProperty(histories(steps ?? 8, focus), async (history) => {
        const problems = problemsOf(await play(def, history));
        if (problems.some((p) => shows.test(p))) {
          seen = problems.join('; ').slice(0, 200);
          return false;
        }
        return true;
      }),
      { numRuns: Number(process.argv[2] ?? 300), seed: 1, endOnFailure: true },
    );
    const u = process.cpuUsage(t);
    console.log(
      result.failed ? 'found' : 'NOT',
      result.numRuns,
      Math.round((u.user + u.system) / 1000),
      'ms',
      name,
      '|',
      seen,
    );
  }
}
void main();
