/** Prints the figures that the README states, each as soon as it is known. */
import { cpus, totalmem } from 'node:os';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { benchCost } from './cost-report';
import { benchExecutions } from './executions';
import { benchHistories } from './histories';
import { benchLoad } from './load';
import { print } from './print';
import { benchDemo, benchTests } from './programs';
import { benchReconcile } from './reconcile';
import { benchSynthesis } from './synthesis';

const groups: Readonly<Record<string, () => Promise<void>>> = {
  synthesis: benchSynthesis,
  cost: benchCost,
  load: benchLoad,
  histories: benchHistories,
  reconcile: benchReconcile,
  executions: benchExecutions,
  demo: benchDemo,
  tests: benchTests,
};

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    throw new CommandError(
      `There is no group "${unknown}": name some of ${Object.keys(groups).join(', ')}, or none for all, such as ` +
        'npm run bench -- cost.',
    );
  }
  const [cpu] = cpus();
  print('Machine', `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
  print('Node.js', process.version);
  for (const name of chosen.length > 0 ? chosen : Object.keys(groups)) {
    await groups[name]!();
  }
}

void runCommand(main);
