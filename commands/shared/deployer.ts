import { requireAccount } from '../../clients/aws/account';
import { CommandError } from '../../clients/command-error';
import { synthesize } from '../../clients/terraform/synth';
import { StackDeployer, type DeployerOptions } from './stack-deployer';
import { terraformRuns } from './terraform-runs';
import { inOutputFolder } from './working-folder';

/**
 * Synthesizes the stacks into `cdktf.out`, as cdktf does, for work that plans or deploys some of them; nothing else in
 * this checkout does so meanwhile.
 *
 * @throws CommandError if the AWS credentials are of another account than the environment's, if Terraform cannot be
 *   found, or while another such command runs
 */
export async function withDeployer<T>(
  options: DeployerOptions,
  work: (deployer: StackDeployer) => Promise<T>,
): Promise<T> {
  const { environment, say } = options;
  await requireAccount(environment);
  const terraform = await terraformRuns({
    workspace: environment.name,
    output: options.terminal.output,
    say,
  });
  return inOutputFolder(async (folder) => {
    const directories = await synthesize({ workspace: environment.name, outdir: folder });
    return work(new StackDeployer(options, { terraform, folder, directories }));
  });
}

/** @throws CommandError if a question will have to be asked where nobody can answer it */
export function requireApproval({ approve, terminal }: Pick<DeployerOptions, 'approve' | 'terminal'>): void {
  if (!approve && !terminal.input.isTTY) {
    throw new CommandError(
      'A deployment asks before it changes anything, and nobody can be asked here: run it at a terminal, or add ' +
        '--auto-approve. Nothing was changed.',
    );
  }
}
