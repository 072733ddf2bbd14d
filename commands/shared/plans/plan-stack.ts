import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { forgetLastInit } from '../../../clients/terraform/last-init';
import type { Terraform } from '../../../clients/terraform/terraform';
import { TerraformError } from '../../../clients/terraform/terraform-error';
import { awsProviderVersion } from '../../../clients/terraform/provider-mirror';
import { filesOf } from './manifest';
import type { TerraformPlan } from './terraform-plan';

export interface PlannedStack {
  readonly name: string;
  readonly plan: TerraformPlan;
  readonly hasChanges: boolean;
}

/** The result for one stack: its plan, or the reason why there is none. */
export type StackOutcome =
  PlannedStack | { readonly name: string; readonly reason: string; readonly isFailure: boolean };

const lockFile = '.terraform.lock.hcl';

/**
 * Plans a synthesized stack and puts what is needed to apply it into the folder `out`.
 *
 * @param options.isOnlyRead whether nobody applies the plan: then it takes no lock, and it is not read where it changes
 *   nothing. @default false
 */
export async function planStack(
  terraform: Terraform,
  options: { name: string; directory: string; out: string; isOnlyRead?: boolean },
): Promise<StackOutcome> {
  const { name, directory, out, isOnlyRead = false } = options;
  const files = filesOf(name);
  try {
    forgetEarlierSettings(directory);
    await terraform.init();
    const planFile = path.join(out, files.plan);
    const hasChanges = await terraform.plan({ out: planFile, takesLock: !isOnlyRead });
    if (isOnlyRead && !hasChanges) {
      return { name, plan: {}, hasChanges };
    }
    const plan = (await terraform.show(planFile)) as TerraformPlan;
    copyFileSync(path.join(directory, 'cdk.tf.json'), path.join(out, files.configuration));
    copyFileSync(path.join(directory, lockFile), path.join(out, files.lock));
    return { name, plan, hasChanges };
  } catch (error) {
    if (!(error instanceof TerraformError) || error.wasStopped) {
      throw error;
    }
    return { name, reason: error.errors.join('\n'), isFailure: true };
  }
}

/** Restores a stack's folder as it was when the plan was created, so that Terraform applies it on any machine. */
export async function restoreStack(
  terraform: Terraform,
  options: { name: string; directory: string; from: string },
): Promise<TerraformPlan> {
  const { name, directory, from } = options;
  const files = filesOf(name);
  const restoreLock = () => copyFileSync(path.join(from, files.lock), path.join(directory, lockFile));
  forgetEarlierSettings(directory);
  copyFileSync(path.join(from, files.configuration), path.join(directory, 'cdk.tf.json'));
  restoreLock();
  await terraform.init();
  // From another source of providers `init` adds checksums, and Terraform rejects a plan whose lock file differs.
  restoreLock();
  return (await terraform.show(path.join(from, files.plan))) as TerraformPlan;
}

/** Deletes what an earlier `init` wrote for another backend or provider version: this one would fail on it. */
export function forgetEarlierSettings(directory: string): void {
  forgetLastInit(directory);
  const lock = path.join(directory, lockFile);
  if (existsSync(lock) && !readFileSync(lock, 'utf8').includes(`"${awsProviderVersion}"`)) {
    rmSync(lock);
  }
}
