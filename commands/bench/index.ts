/** Prints the figures in docs/figures.md, each as soon as it is known. */
import { cpus, totalmem } from 'node:os';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { readCommandLine } from '../shared/command-line';
import { benchCost } from './cost-report';
import { benchExecutions } from './executions';
import { benchHistories } from './histories';
import { benchLoad } from './load';
import { benchSpec, groupNames } from './options';
import { print } from './print';
import { benchDemo, benchTests } from './programs';
import { benchReconcile } from './reconcile';
import { benchSynthesis } from './synthesis';

const groups: Readonly<Record<(typeof groupNames)[number], () => Promise<void>>> = {
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
  const { operands } = readCommandLine(process.argv.slice(2), benchSpec);
  const unknown = operands.find((name) => !Object.hasOwn(groups, name));
  if (unknown !== undefined) {
    throw new CommandError(
      `There is no group "${unknown}": name some of ${groupNames.join(', ')}, or none for all, such as ` +
        'npm run bench -- cost.',
    );
  }
  const [cpu] = cpus();
  print('Machine', `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
  print('Node.js', process.version);
  const chosen = [...new Set(operands)] as (typeof groupNames)[number][];
  for (const name of chosen.length > 0 ? chosen : groupNames) {
    await groups[name]();
  }
}

void runCommand(main);
