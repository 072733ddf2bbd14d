/** Prints the figures that the README states, each as soon as it is known. */
import { cpus, totalmem } from 'node:os';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { print } from './print';

/** Loaded when it is their turn, so that one's modules do not slow down another. */
const groups: Readonly<Record<string, () => Promise<void>>> = {
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
