import { CommandError } from '../../clients/command-error';
import { TerraformError } from '../../clients/terraform/terraform';

/** What a deployment had done when it ended early. */
export interface Unfinished {
  readonly stack: string;
  /** How many resources the plan names, and how many of them were done. */
  readonly made: number;
  readonly planned: number;
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

function howItEnded(error: TerraformError, { stack, made, planned }: Unfinished): string {
  const didNothing = error.subcommand !== 'apply';
  if (!error.wasStopped) {
    return `${error.message} ${didNothing ? `Nothing of ${stack} was changed.` : `Done before: ${made} of its ${planned} resources.`}`;
  }
  const done = didNothing
    ? `Stopped before anything of ${stack} was changed.`
    : `Stopped while ${stack} was deployed: ${made} of its ${planned} resources are done, ${made < planned ? 'the rest is not' : 'so it is complete'}.`;
  return [done, ...(error.errors.length > 0 ? error.errors : ['Terraform released its lock.'])].join(' ');
}

const wasDeployed = (stacks: readonly string[]) =>
  `${stacks.join(' and ')} ${stacks.length > 1 ? 'were' : 'was'} deployed before.`;
