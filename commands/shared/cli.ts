import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { environmentNames, environmentOf, type Environment } from '../../settings/environments';
import { CommandError } from '../../clients/command-error';
import { holdsKey } from '../../clients/stripe/key-text';
import { errorSentence } from './error-sentence';

/** The streams that a command reads from and writes to: the process's own, or a test's. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** What `parseCommand` returns as the values of a command's own options. */
export type CommandValues<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

const commonOptions = { workspace: { type: 'string' }, yes: { type: 'boolean' } } as const;

/**
 * The environment and the options of a command line.
 *
 * @param options the command's own options; `--workspace` and `--yes` are common to all commands
 * @throws CommandError for an unknown option or workspace, and for a Stripe key among the arguments, which the
 *   message does not repeat
 */
export function parseCommand<T extends Options>(args: readonly string[], options: T) {
  if (args.some(holdsKey)) {
    throw new CommandError(
      'An argument holds a Stripe key. Arguments stay in the shell history and in the process list, so revoke this ' +
        'key in the Stripe Dashboard, create a new one and pass it to "npm run stripe:key" on standard input.',
    );
  }
  const { values } = parsed(args, options);
  const { workspace = process.env.TF_WORKSPACE, yes = false }: CommandValues<typeof commonOptions> = values;
  if (!environmentNames.some((name) => name === workspace)) {
    throw new CommandError(
      `Name the workspace: --workspace test or --workspace live${workspace ? `, not "${workspace}"` : ''}.`,
    );
  }
  return { environment: environmentOf(workspace), yes, values };
}

function parsed<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options: { ...commonOptions, ...options } });
  } catch (error) {
    throw new CommandError((error as Error).message.split('. ')[0]);
  }
}

/** Runs a command. Any error becomes one line on standard error, without a key in it, and exit code 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  // The pinned SDK works with Node 20; its advice to upgrade would precede every output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    await main();
  } catch (error) {
    console.error(errorSentence(error));
    process.exitCode = 1;
  }
}

/**
 * Asks for confirmation before anything is changed in live.
 *
 * @throws CommandError if the reply is not yes, or if there is no terminal to ask at and `--yes` was not given
 */
export async function confirmInLive(
  environment: Environment,
  yes: boolean,
  terminal: Terminal,
): Promise<void> {
  if (environment.name === 'live') {
    await confirm('This changes live', yes, terminal);
  }
}

/**
 * Asks for confirmation.
 *
 * @param what it does, to begin a sentence with
 * @throws CommandError if the reply is not yes, or if there is no terminal to ask at and `yes` is false
 */
export async function confirm(what: string, yes: boolean, terminal: Terminal): Promise<void> {
  if (yes) {
    return;
  }
  if (!terminal.input.isTTY) {
    throw new CommandError(
      `${what}, and nobody can be asked here: run it at a terminal, or add --yes. Nothing was changed.`,
    );
  }
  terminal.output.write(`${what}. Go on? (yes/no) `);
  const reply = await readLine(terminal.input, terminal.output);
  if (reply?.trim().toLowerCase() !== 'yes') {
    throw new CommandError('The answer was not "yes": nothing was changed.');
  }
}

/** A line typed without echo at a terminal, or else all of standard input; undefined if there is none. */
export async function readHidden(prompt: string, { input, output }: Terminal): Promise<string | undefined> {
  if (!input.isTTY) {
    let text = '';
    for await (const chunk of input) {
      text += String(chunk);
    }
    return text.trim() || undefined;
  }
  output.write(prompt);
  const line = await readLine(input, new Writable({ write: (_chunk, _encoding, done) => done() }));
  output.write('\n');
  return line?.trim() || undefined;
}

/** @param echo shows the line while it is typed */
function readLine(input: Readable, echo: Writable): Promise<string | undefined> {
  const reader = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  return new Promise((resolve) => {
    reader.once('close', () => resolve(undefined));
    reader.once('line', (line) => {
      resolve(line);
      reader.close();
    });
  });
}
