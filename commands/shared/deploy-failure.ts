import { CommandError } from '../../clients/command-error';
import type { ApplyCounts } from '../../clients/terraform/progress';
import { TerraformError } from '../../clients/terraform/terraform-error';

/** What a deployment had done when it ended early. */
export interface Unfinished extends ApplyCounts {
  readonly stack: string;
  /** The stacks that were deployed before. */
  readonly deployed: readonly string[];
  /** What to run next, as a sentence. */
  readonly next: string;
}

/** One sentence after the other for an end of Terraform; any other error as it is. */
export function deployFailure(error: unknown, unfinished: Unfinished): unknown {
  const { stack, deployed, next } = unfinished;
  if (!(error instanceof TerraformError)) {
    if (!(error instanceof CommandError) || deployed.length === 0) {
      return error;
    }
    return new CommandError(`${error.message} ${wasDeployed(deployed)}`);
  }
  const isStale = error.errors.some((text) => /^Saved plan (is stale|does not match)/.test(text));
  return new CommandError(
    [
      isStale
        ? `The plan of ${stack} is stale: its stack was changed after the plan was created, and nothing of it was applied.`
        : howItEnded(error, unfinished),
      ...(deployed.length > 0 ? [wasDeployed(deployed)] : []),
      next,
    ].join(' '),
  );
}

function howItEnded(error: TerraformError, unfinished: Unfinished): string {
  const { stack } = unfinished;
  const isApply = error.subcommand === 'apply';
  if (!error.wasStopped) {
    return `${error.message} ${isApply ? `Of ${stack}, ${progressIn(unfinished)}.` : `Nothing of ${stack} was changed.`}`;
  }
  return [
    isApply
      ? `Stopped while ${stack} was deployed: ${progressIn(unfinished)}.`
      : `Stopped before anything of ${stack} was changed.`,
    ...(error.errors.length > 0 ? error.errors : ['Terraform released its lock.']),
  ].join(' ');
}

function progressIn({ done, incomplete, planned }: ApplyCounts): string {
  const left = planned - done - incomplete;
  return [
    `${done} of ${planned} resources are done`,
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    ...(left > 0 ? [`${left} not begun`] : []),
  ].join(', ');
}

const wasDeployed = (stacks: readonly string[]) =>
  `${stacks.join(' and ')} ${stacks.length > 1 ? 'were' : 'was'} deployed before.`;
