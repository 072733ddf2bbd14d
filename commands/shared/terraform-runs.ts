import { Terraform } from '../../clients/terraform/terraform';
import { findTerraform, type TerraformBinary } from '../../clients/terraform/find';
import { terraformEnvironment } from '../../clients/terraform/config';
import { TerraformProgress } from '../../clients/terraform/progress';
import { StatusLine, type TerminalOutput } from '../../clients/status-line';
import type { Log } from '../../clients/log';
import { interruption } from './interruption';
import { stackFolder } from './working-folder';

export interface TerraformRuns {
  readonly version: string;
  readonly progress: TerraformProgress;
  /** Terraform in a stack's folder, which shows its progress after the stack's name. */
  of(workingFolder: string, stack: string): Terraform;
}

/** Finds Terraform on this machine and sets it up for the stacks of a workspace. */
export async function terraformRuns(options: {
  readonly workspace: string;
  /** Where `say` prints. */
  readonly output: TerminalOutput;
  readonly say: Log;
  /** Prints what a plan is about to do, for plans that are not shown otherwise. @default false */
  readonly saysPlannedChanges?: boolean;
}): Promise<TerraformRuns> {
  const { workspace, output, say, saysPlannedChanges = false } = options;
  const signal = interruption();
  const { command, version }: TerraformBinary = await findTerraform({ log: say, signal });
  const { env, message } = terraformEnvironment();
  say(message);
  const progress = new TerraformProgress({ status: new StatusLine(output), say, saysPlannedChanges });
  return {
    version,
    progress,
    of: (workingFolder, stack) =>
      new Terraform({
        directory: stackFolder(workingFolder, stack),
        command,
        workspace,
        env,
        signal,
        onProgress: (event) => progress.take(stack, event),
      }),
  };
}
