import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { environmentNames, environmentOf, type Environment } from '../../settings/environments';
import { CommandError, exitCodeOfInterrupt } from '../../clients/command-error';
import { TerraformError } from '../../clients/terraform/terraform';
import { clearStatusLine, type TerminalOutput } from '../../clients/status-line';
import { HelpRequested, readCommandLine } from './command-line';
import { scriptsOf, type CommandSpec } from './command-spec';
import { errorSentence } from './error-sentence';
import { handleInterruptions, interruptAtQuestion, interrupted, interruptionSignal } from './interruption';

/** The streams that a command reads from and writes to: the process's own, or a test's. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: TerminalOutput;
}

/**
 * The environment and the options of a command line. The environment is that of the workspace; for a spec with the
 * workspace in the name, of the first argument.
 *
 * @throws HelpRequested and CommandError as `readCommandLine`, and CommandError if no workspace is named
 */
export function parseCommand<S extends CommandSpec>(args: readonly string[], spec: S) {
  const isInName = spec.workspace === 'in the name';
  const named = isInName ? environmentNames.find((name) => name === args[0]) : undefined;
  const line = named
    ? readCommandLine(args.slice(1), spec, `${spec.name}:${named}`)
    : readCommandLine(args, spec);
  const fallback = process.env.TF_WORKSPACE || (spec.workspace === 'default test' ? 'test' : undefined);
  const workspace = named ?? line.workspace ?? (isInName ? undefined : fallback);
  if (!environmentNames.some((name) => name === workspace)) {
    throw new CommandError(
      isInName
        ? `Name the workspace: npm run ${scriptsOf(spec).join(' or npm run ')}.`
        : `Name the workspace: --workspace test or --workspace live${workspace ? `, not "${workspace}"` : ''}.`,
    );
  }
  return {
    environment: environmentOf(workspace),
    /** Whether the question of the command is answered already. */
    yes: (line.values as { yes?: true }).yes ?? false,
    values: line.values,
    operands: line.operands,
  };
}

/**
 * Runs a command as a process, or prints its help. Any error becomes one line on standard error, without a key in it,
 * and exit code 1, or 130 for Ctrl-C at a question; signals and a closed output end it as `interruption.ts` says.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  handleInterruptions();
  await endInSentence(main);
}

/** The part of `runCommand` that a test can have in its own process. */
export async function endInSentence(main: () => Promise<void>): Promise<void> {
  // The pinned SDK works with Node 20; its advice to upgrade would precede every output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    await main();
  } catch (error) {
    clearStatusLine();
    if (error instanceof HelpRequested) {
      console.log(error.message);
      return;
    }
    if (interrupted() && !saysHowItEnded(error)) {
      return;
    }
    console.error(errorSentence(error));
    process.exitCode = error instanceof CommandError ? error.exitCode : 1;
  }
}

/** Anything else that fails when a command is interrupted, such as a request, fails because of that. */
function saysHowItEnded(error: unknown): boolean {
  return (
    interrupted() !== 'closed output' && (error instanceof CommandError || error instanceof TerraformError)
  );
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
 * @throws CommandError if the reply is not yes, if there is no terminal to ask at and `yes` is false, and with the exit
 *   code 130 after Ctrl-C
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
  const reply = await readLine(terminal, terminal.output, 'changed');
  if (reply?.trim().toLowerCase() !== 'yes') {
    throw new CommandError(
      `${reply === undefined ? 'No answer came' : 'The answer was not "yes"'}: nothing was changed.`,
    );
  }
}

/**
 * A line typed without echo at a terminal, or else all of standard input; undefined if there is none.
 *
 * @throws CommandError with the exit code 130 after Ctrl-C
 */
export async function readHidden(prompt: string, { input, output }: Terminal): Promise<string | undefined> {
  if (!input.isTTY) {
    let text = '';
    for await (const chunk of input) {
      text += String(chunk);
    }
    return text.trim() || undefined;
  }
  output.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = await readLine({ input, output }, nowhere, 'stored');
  output.write('\n');
  return line?.trim() || undefined;
}

/**
 * A line, or undefined at the end of the input (Ctrl-D).
 *
 * @param echo shows the line while it is typed
 * @param undone what Ctrl-C prevented
 */
function readLine(
  { input, output }: Terminal,
  echo: Writable,
  undone: 'changed' | 'stored',
): Promise<string | undefined> {
  const signal = interruptionSignal;
  const reader = createInterface({ input, output: echo, terminal: true, historySize: 0, signal });
  const stopped = () => new CommandError(`Stopped: nothing was ${undone}.`, exitCodeOfInterrupt);
  return new Promise((resolve, reject) => {
    // The terminal is in raw mode, where Ctrl-C is a character and no signal; whoever waits for one must hear of it.
    reader.once('SIGINT', () => {
      output.write('\n');
      reject(stopped());
      reader.close();
      interruptAtQuestion();
    });
    // A signal, such as Ctrl-C before the terminal is in raw mode, closes it as well.
    reader.once('close', () => (signal.aborted ? reject(stopped()) : resolve(undefined)));
    reader.once('line', (line) => {
      resolve(line);
      reader.close();
    });
  });
}
