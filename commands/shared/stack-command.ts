import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { stacksOf, type StackName } from '../../settings/stacks';
import { chosenStacks } from './chosen-stacks';
import { parseCommand } from './cli';

/**
 * The command line of a command whose name holds the workspace, such as `npm run deploy:test -- STACK…`.
 *
 * @param args the workspace, then the user's arguments
 */
export function parseStackCommand<T extends NonNullable<ParseArgsConfig['options']>>(
  [workspace = '', ...args]: readonly string[],
  options: T,
): { environment: Environment; names: readonly string[]; yes: boolean; values: Record<string, unknown> } {
  const { positionals } = parseArgs({ args, options, allowPositionals: true, strict: false });
  const others = args.filter((arg) => !positionals.includes(arg));
  const { environment, yes, values } = parseCommand(['--workspace', workspace, ...others], options);
  return { environment, names: positionals, yes, values };
}

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
