import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { stacksOf, type StackName } from '../../settings/stacks';

/**
 * The stacks that were named, in the order in which they are deployed.
 *
 * @throws CommandError for a name that is none of the environment's stacks
 */
export function chosenStacks(environment: Environment, chosen: readonly string[]): StackName[] {
  const known = stacksOf(environment);
  const unknown = chosen.find((name) => !known.some((stack) => stack === name));
  if (unknown !== undefined) {
    const isForGithub = unknown === 'deployment-roles';
    throw new CommandError(
      `There is no stack "${unknown}"${isForGithub ? ` in ${environment.name}, whose settings name no GitHub repository` : ''}. ` +
        `The stacks are ${known.join(', ')}.`,
    );
  }
  return known.filter((stack) => chosen.includes(stack));
}
