import { play } from './history/play';
import { problemsOf } from './history/problems';
import { deployedDefinitions } from './world/machines';
import { broken } from './guards/break';
import { guards } from './guards/guards';
async function main() {
  const name = process.argv[2]!;
  const steps = JSON.parse(process.argv[3]!);
  const g = guards.find((x) => x.guards.includes(name))!;
  const p = await play(
    broken(deployedDefinitions(), g.without),
    {
      settings: {
        seed: 1,
        unknownCustomer: 400,
        summaryDelaySeconds: 60,
        otherModeComplete: true,
        indexLagSeconds: 0,
        scheduled: process.argv[4] !== 'off',
      },
      steps,
    },
    true,
  );
  console.log(
    p.world.lines
      .filter((l) => !/Query|TakeLease|Release|FindMeter|MeasureOpen|CountNeeds/.test(l))
      .slice(0, 70)
      .join('\n'),
  );
  console.log(problemsOf(p));
}
void main();
