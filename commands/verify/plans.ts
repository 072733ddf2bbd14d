import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockedStacks, stateBucketExists } from '../../clients/aws/state-bucket';
import { terraformEnvironment } from '../../clients/terraform/config';
import { findTerraform } from '../../clients/terraform/find';
import { synthesize } from '../../clients/terraform/synth';
import { Terraform } from '../../clients/terraform/terraform';
import type { Environment } from '../../settings/environments';
import { interruptionSignal } from '../shared/interruption';
import { planStack, type StackOutcome } from '../shared/plans/plan-stack';
import { obstaclesOf } from '../shared/prerequisites';
import { inWorkingFolder } from '../shared/working-folder';

const locked =
  'Terraform has locked its state: a deployment is at work, or one was killed (docs/runbook.md, "Error acquiring the state lock").';

/**
 * The plan of every stack of the repository, as `npm run plan` makes it, but without a word and without a lock: whoever
 * only looks must be able to do so with credentials that write nothing, and must not hold up a deployment.
 *
 * @throws CommandError if no stack can be planned: Terraform cannot be found, these credentials may not see the state
 *   bucket, or another plan of the workspace runs in this checkout
 */
export async function planQuietly(environment: Environment): Promise<StackOutcome[]> {
  const { name: workspace } = environment;
  // First, because nothing else is needed where these credentials may not see the states.
  const locks = (await stateBucketExists(environment)) ? lockedStacks : async () => [];
  const { command } = await findTerraform({ log: () => {}, signal: interruptionSignal });
  const { env } = terraformEnvironment();
  return inWorkingFolder(workspace, async (folder) => {
    const directories = await synthesize({ workspace, outdir: folder });
    const obstacles = await obstaclesOf(environment, directories, 'run the command again');
    return withPlanFolder((out) =>
      unlessLocked(
        () => locks(environment),
        (isLocked) =>
          Promise.all(
            Object.entries(directories).map(async ([name, directory]): Promise<StackOutcome> => {
              const reason = obstacles[name]?.reason ?? (isLocked(name) ? locked : undefined);
              const terraform = new Terraform({
                directory,
                command,
                workspace,
                env,
                signal: interruptionSignal,
              });
              return reason
                ? { name, reason, isFailure: false }
                : planStack(terraform, { name, directory, out, isOnlyRead: true });
            }),
          ),
      ),
    );
  });
}

/** Asks before and after, because a plan without a lock may see half of a deployment. */
async function unlessLocked(
  lockedNow: () => Promise<readonly string[]>,
  work: (isLocked: (stack: string) => boolean) => Promise<StackOutcome[]>,
): Promise<StackOutcome[]> {
  const before = await lockedNow();
  const outcomes = await work((stack) => before.includes(stack));
  const after = await lockedNow();
  return outcomes.map((outcome) =>
    after.includes(outcome.name) ? { name: outcome.name, reason: locked, isFailure: false } : outcome,
  );
}

/** A folder for plan files, which hold the state: it goes however the command ends. */
async function withPlanFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan to verify '));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}
