import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { stackNames, stacksOf, type StackName } from '../../settings/stacks';
import { chosenStacks } from './chosen-stacks';
import type { CommandSpec } from './command-spec';

/** For the specs of the commands that work on stacks. */
export const stackOperands = {
  value: 'STACK…',
  choices: stackNames,
  help: 'in the order in which they are deployed, whatever order they are named in',
} as const satisfies CommandSpec['operands'];

/** @throws CommandError if no stack is named, or one that does not exist */
export function namedStacks(environment: Environment, names: readonly string[], script: string): StackName[] {
  if (names.length === 0) {
    const known = stacksOf(environment);
    throw new CommandError(
      `Name the stacks, for example "npm run ${script}:${environment.name} -- ${known.at(-1)}". The stacks are ${known.join(', ')}.`,
    );
  }
  return chosenStacks(environment, names);
}
