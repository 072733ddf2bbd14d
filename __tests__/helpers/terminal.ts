import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { findPython } from '../../local/python';
import { run } from '../../clients/run-program';

/** A command in a terminal of its own. */
export interface InTerminal {
  readonly pid: number;
  /** What the terminal shows, and has shown. */
  shown(): string;
  /** Waits until the terminal shows a text, or the command has ended. */
  until(text: RegExp): Promise<void>;
  type(keys: string): void;
  /** Closes the window. */
  close(): void;
  /** The exit code as shells report it: 128 and the number of the signal that ended the command. */
  readonly exitCode: Promise<number>;
}

export const ctrlC = '\x03';

/** Runs a command in a pseudo-terminal, which Windows does not have. */
export async function inTerminal(
  [program, ...args]: readonly [string, ...string[]],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<InTerminal> {
  const python = await findPython({ log: () => undefined });
  const child = spawn(python, [path.join(__dirname, 'terminal.py'), program, ...args], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  let hasEnded = false;
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const exitCode = once(child, 'close').then(([code]) => {
    hasEnded = true;
    return code as number;
  });
  return {
    pid: child.pid!,
    shown: () => text,
    async until(wanted) {
      while (!wanted.test(text) && !hasEnded) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    type: (keys) => void child.stdin.write(keys),
    close: () => void child.stdin.end(),
    exitCode,
  };
}

/** The processes whose environment holds a text, such as the path of a temporary folder of their own. */
export async function processesWith(text: string): Promise<string[]> {
  const { stdout } = await run('ps', ['axeww', '-o', 'pid=,command=']);
  return stdout.split('\n').filter((line) => line.includes(text));
}
