import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { stacksOf, type StackName } from '../../settings/stacks';
import { chosenStacks } from './chosen-stacks';

/** What stands after `npm run deploy:test --`. */
export const stackOperands = {
  value: 'STACK',
  help: 'a stack: state-backend, stripe-secret, stripe-connection or service-processing',
} as const;

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
