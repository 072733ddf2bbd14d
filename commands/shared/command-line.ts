import { parseArgs } from 'node:util';
import { CommandError } from '../../clients/command-error';
import { holdsKey } from '../../clients/stripe/key-text';
import { allOptionsOf, scriptsOf, writtenOption, type CommandSpec, type CommandValues } from './command-spec';
import { helpText } from './help-text';

/** The user asked for help and wants nothing else; the message is the help. */
export class HelpRequested extends Error {}

export interface CommandLine<S extends CommandSpec> {
  readonly values: CommandValues<S>;
  /** The value of `--workspace`. */
  readonly workspace: string | undefined;
  readonly operands: readonly string[];
}

/**
 * Reads the arguments of a command.
 *
 * @param script the npm script that was run, for the sentences
 * @throws HelpRequested if `--help` or `-h` is among the arguments, whatever the others are
 * @throws CommandError for what the spec does not know, and for a Stripe key, which the message does not repeat
 */
export function readCommandLine<S extends CommandSpec>(
  args: readonly string[],
  spec: S,
  script = scriptsOf(spec)[0] ?? '',
): CommandLine<S> {
  if (args.some(holdsKey)) {
    throw new CommandError(
      'An argument holds a Stripe key. Arguments stay in the shell history and in the process list, so revoke this ' +
        'key in the Stripe Dashboard, create a new one and pass it to "npm run stripe:key" on standard input.',
    );
  }
  if (args.includes('--help') || args.includes('-h')) {
    throw new HelpRequested(helpText(spec));
  }
  const options = allOptionsOf(spec);
  // What is wrong is said below: the sentences of `parseArgs` are for developers, and name no option that exists.
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const known = Object.entries(options).map(([name, option]) => writtenOption(name, option));
  const refuse = (what: string): never => {
    throw new CommandError(`${what}: npm run ${script} knows ${known.join(', ')}.`);
  };
  for (const token of tokens) {
    if (token.kind === 'positional' && !spec.operands) {
      refuse(`Unexpected argument "${token.value}"`);
    }
    if (token.kind !== 'option') {
      continue;
    }
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) {
      refuse(`Unknown option ${token.rawName}`);
    } else if (option.type === 'boolean' && token.value !== undefined) {
      refuse(`${token.rawName} takes no value`);
    } else if (option.type === 'string' && (token.value === undefined || isOption(token))) {
      refuse(`${token.rawName} needs a value`);
    }
  }
  const { workspace } = values;
  return {
    values: values as CommandValues<S>,
    workspace: typeof workspace === 'string' ? workspace : undefined,
    operands: positionals,
  };
}

/** Whether an option stands where a value should; a value that begins with a hyphen is written after `=`. */
const isOption = ({ value = '', inlineValue }: { value?: string; inlineValue?: boolean }) =>
  !inlineValue && value.length > 1 && value.startsWith('-');
