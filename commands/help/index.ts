/** Lists all commands in the order in which they are needed: `npm run help`. */
import { runCommand } from '../shared/cli';
import { readCommandLine } from '../shared/command-line';
import { scriptsOf } from '../shared/command-spec';
import { table } from '../shared/help-text';
import { listedCommands } from './commands';
import { helpSpec } from './options';

function help(args: readonly string[]): void {
  readCommandLine(args, helpSpec);
  const lines = listedCommands.flatMap(([when, commands]) => [
    `${when}:`,
    ...table(commands.map((command) => [scriptsOf(command).join(', '), command.summary])),
    '',
  ]);
  console.log([...lines, 'npm run COMMAND -- --help says how one is called.'].join('\n'));
}

void runCommand(async () => help(process.argv.slice(2)));
