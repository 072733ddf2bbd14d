/**
 * How a command ends early: at SIGINT (Ctrl-C), SIGTERM or SIGHUP (the terminal was closed), and when the reader of its
 * output is gone (`| head`). `runCommand` sees to it for every command; only the first of them counts, because npm
 * passes on what the terminal has sent already.
 *
 * - A command that has nothing to end in order does nothing for it: the process ends at once.
 * - A command that has (Terraform with its lock, services, a temporary folder) asks for `interruption()` before it
 *   starts that, hands the signal to whatever runs or waits, and lets the error through when it has cleaned up.
 *
 * While modules are loaded, before `runCommand`, a signal ends the process as the operating system does.
 */
import type { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { exitCodeOfInterrupt } from '../../clients/command-error';
import { clearStatusLine } from '../../clients/status-line';

/** 128 and the number of the signal, as shells report a program that a signal ended. */
const exitCodes = { SIGINT: exitCodeOfInterrupt, SIGTERM: 143, SIGHUP: 129 } as const;

/** As for SIGPIPE, so that work which was stopped is not taken for done in a pipeline. */
const closedOutputExitCode = 141;

/** Errors of writing: to a pipe without a reader (EPIPE, on Windows EOF), and to a terminal that was closed (EIO). */
const closedBy: Readonly<Record<string, Interruption>> = {
  EPIPE: 'closed output',
  EOF: 'closed output',
  EIO: 'SIGHUP',
};

export type Interruption = keyof typeof exitCodes | 'closed output';

const controller = new AbortController();
let cause: Interruption | undefined;
let ends: 'at once' | 'in order' | 'as usual' = 'at once';

/**
 * Aborts when the command is to end early. From this call on a signal no longer ends the process: the command ends it,
 * by ending.
 *
 * @param options.isUsualEnd for a command that nothing else ends, such as one that follows a log: it ends at once with
 *   exit code 0. @default - "Stopping…" on standard error, and the exit code of the signal
 */
export function interruption(options: { isUsualEnd?: boolean } = {}): AbortSignal {
  ends = options.isUsualEnd ? 'as usual' : 'in order';
  return controller.signal;
}

/** The same signal, for what must not go on waiting then; it changes nothing of how the command ends. */
export const interruptionSignal: AbortSignal = controller.signal;

/** What interrupted the command; undefined if nothing did. */
export function interrupted(): Interruption | undefined {
  return cause;
}

/** The exit code that the command must have because it was interrupted; undefined for its own. */
export function interruptedExitCode(): number | undefined {
  if (cause === undefined) {
    return undefined;
  }
  if (ends === 'as usual') {
    return 0;
  }
  return cause === 'closed output' ? closedOutputExitCode : exitCodes[cause];
}

/** Begins to look after signals and closed outputs. `runCommand` calls it, once in a process. */
export function handleInterruptions(): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interrupt(name));
  }
  for (const output of [process.stdout, process.stderr]) {
    endWhenClosed(output);
  }
  // Only there: that nobody reads may come out at the last line, when the command has set an exit code of its own.
  process.on('exit', () => {
    process.exitCode = interruptedExitCode() ?? process.exitCode;
  });
  if (process.platform !== 'win32' && [0, 1, 2].some((descriptor) => isatty(descriptor))) {
    process.on('exit', endByHangup);
  }
}

/** At its exit Node.js restores the terminal's settings, and aborts with a core dump if the terminal is gone. */
function endByHangup(): void {
  if (cause === 'SIGHUP') {
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
}

/** For Ctrl-C at a question, which is no signal there: who waits for one hears of it, and the question ends the rest. */
export function interruptAtQuestion(): void {
  if (ends === 'in order') {
    process.emit('SIGINT', 'SIGINT');
  }
}

function endWhenClosed(output: Writable): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    const by = closedBy[error.code ?? ''];
    if (!by) {
      throw error;
    }
    interrupt(by);
  });
}

function interrupt(by: Interruption): void {
  if (cause !== undefined) {
    return;
  }
  cause = by;
  if (ends !== 'in order') {
    process.exit(interruptedExitCode());
  }
  if (by !== 'closed output') {
    clearStatusLine();
    // A terminal has written ^C into the line.
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}Stopping…\n`);
  }
  controller.abort();
}
