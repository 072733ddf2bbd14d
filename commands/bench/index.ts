/** Prints the figures that the README states, each as soon as it is known. */
import { cpus, totalmem } from 'node:os';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { readCommandLine } from '../shared/command-line';
import { benchSpec, groupNames } from './options';
import { print } from './print';

/** Loaded when it is their turn, so that one's modules do not slow down another. */
const groups: Readonly<Record<(typeof groupNames)[number], () => Promise<void>>> = {
  synthesis: async () => (await import('./synthesis.js')).benchSynthesis(),
  cost: async () => (await import('./cost-report.js')).benchCost(),
  load: async () => (await import('./load.js')).benchLoad(),
  histories: async () => (await import('./histories.js')).benchHistories(),
  reconcile: async () => (await import('./reconcile.js')).benchReconcile(),
  executions: async () => (await import('./executions.js')).benchExecutions(),
  demo: async () => (await import('./programs.js')).benchDemo(),
  tests: async () => (await import('./programs.js')).benchTests(),
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
