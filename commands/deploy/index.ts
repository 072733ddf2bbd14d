/**
 * Deploys stacks of a workspace: `npm run deploy:test -- STACK…`. Each is planned, shown, and applied
 * after a yes, in the order in which a new account needs them.
 */
import { withoutKeys } from '../../clients/stripe/key-text';
import { parseCommand, runCommand, type Terminal } from '../shared/cli';
import { requireApproval, withDeployer } from '../shared/deployer';
import { namedStacks } from '../shared/stack-command';
import { deploySpec } from './options';

export async function deploy(args: readonly string[], terminal: Terminal): Promise<void> {
  const { environment, operands, values } = parseCommand(args, deploySpec);
  const stacks = namedStacks(environment, operands, 'deploy');
  const approve = values['auto-approve'] ?? false;
  requireApproval({ approve, terminal });
  const say = (line: string) => void terminal.output.write(`${withoutKeys(line)}\n`);
  await withDeployer({ environment, terminal, say, approve }, async (deployer) => {
    for (const stack of stacks) {
      await deployer.deploy(stack);
    }
  });
}

if (require.main === module) {
  void runCommand(() => deploy(process.argv.slice(2), { input: process.stdin, output: process.stdout }));
}
