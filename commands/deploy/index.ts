/**
 * Deploys stacks of a workspace: `npm run deploy:test -- STACK…`. Each is planned, shown, and applied
 * after a yes, in the order in which a new account needs them.
 */
import { withoutKeys } from '../../clients/stripe/key-text';
import type { StackName } from '../../settings/stacks';
import { parseCommand, runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { deployFailure } from '../shared/deploy-failure';
import { requireApproval, withDeployer } from '../shared/deployer';
import { sayNextSteps } from '../shared/next-steps';
import { namedStacks } from '../shared/stack-command';
import { deploySpec } from './options';

export async function deploy(args: readonly string[], terminal: Terminal): Promise<void> {
  const { environment, operands, values } = parseCommand(args, deploySpec);
  const stacks = namedStacks(environment, operands, 'deploy');
  const approve = values['auto-approve'] ?? false;
  requireApproval({ approve, terminal });
  const say = (line: string) => void terminal.output.write(`${withoutKeys(line)}\n`);
  await withDeployer({ environment, terminal, say, approve }, async (deployer) => {
    const deployed: StackName[] = [];
    for (const [index, stack] of stacks.entries()) {
      try {
        if ((await deployer.deploy(stack)) === 'deployed') {
          deployed.push(stack);
        }
      } catch (error) {
        const next = `Run "npm run deploy:${environment.name} -- ${stacks.slice(index).join(' ')}" for the rest.`;
        throw deployFailure(error, { stack, ...deployer.appliedIn(stack), deployed, next });
      }
    }
    await sayNextSteps(environment, deployed, say);
  });
}

if (require.main === module) {
  void runCommand(() => deploy(process.argv.slice(2), { input: process.stdin, output: process.stdout }));
}
