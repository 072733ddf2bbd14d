import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { CommandError, exitCodeOfInterrupt } from '../../clients/command-error';
import type { TerminalOutput } from '../../clients/status-line';
import type { Environment } from '../../settings/environments';
import { interruptAtQuestion, interruptionSignal } from './interruption';

/** The streams that a command reads from and writes to: the process's own, or a test's. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: TerminalOutput;
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
