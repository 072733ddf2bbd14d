/**
 * Shows what a deployment of stacks would change: `npm run diff:test -- STACK…`. The exit code is 0 with and without
 * changes, as that of `cdktf diff`; `npm run plan` tells them apart.
 */
import { withoutKeys } from '../../clients/stripe/key-text';
import { parseCommand, runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { withDeployer } from '../shared/deployer';
import { namedStacks } from '../shared/stack-command';
import { diffSpec } from './options';

export async function diff(args: readonly string[], terminal: Terminal): Promise<void> {
  const { environment, operands } = parseCommand(args, diffSpec);
  const stacks = namedStacks(environment, operands, 'diff');
  const say = (line: string) => void terminal.output.write(`${withoutKeys(line)}\n`);
  await withDeployer({ environment, terminal, say, approve: false }, async (deployer) => {
    for (const stack of stacks) {
      await deployer.show(stack);
    }
  });
}

if (require.main === module) {
  void runCommand(() => diff(process.argv.slice(2), { input: process.stdin, output: process.stdout }));
}
