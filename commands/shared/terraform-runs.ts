import { Terraform } from '../../clients/terraform/terraform';
import { findTerraform, type TerraformBinary } from '../../clients/terraform/find';
import { terraformEnvironment } from '../../clients/terraform/config';
import { interruption } from './interruption';
import { stackFolder } from './working-folder';

export interface TerraformRuns {
  readonly version: string;
  /** Terraform in a stack's folder; each line of its progress is printed after the stack's name. */
  of(workingFolder: string, stack: string): Terraform;
}

/** Finds Terraform on this machine and sets it up for the stacks of a workspace. */
export async function terraformRuns(workspace: string, say: (line: string) => void): Promise<TerraformRuns> {
  const signal = interruption();
  const { command, version }: TerraformBinary = await findTerraform({ log: say, signal });
  const { env, message } = terraformEnvironment();
  say(message);
  return {
    version,
    of: (workingFolder, stack) =>
      new Terraform({
        directory: stackFolder(workingFolder, stack),
        command,
        workspace,
        env,
        signal,
        // Terraform reports every drift here; the summary shows the relevant ones.
        onProgress: (line) => {
          if (!line.includes(': Drift detected (')) {
            say(`${stack}: ${line}`);
          }
        },
      }),
  };
}
