import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Windows has no SIGINT to send; Ctrl-C reaches Terraform itself, and this is how long it may take to end. */
const windowsGraceSeconds = 60;

/**
 * Runs Terraform without input, line by line.
 *
 * It gets a process group of its own: Ctrl-C at the terminal would reach it beside the signal sent here, and at a
 * second interrupt Terraform stops at once, without writing the state or releasing the lock.
 *
 * @returns the exit code and what was printed to standard error; rejects if the program cannot be started
 */
export async function runTerraform(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; signal?: AbortSignal; onLine: (line: string) => void },
): Promise<{ status: number | null; stderr: string }> {
  const { cwd, env, signal, onLine } = options;
  const onWindows = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !onWindows,
    windowsHide: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    if (onWindows) {
      timer = setTimeout(() => child.kill(), windowsGraceSeconds * 1000);
    } else {
      child.kill('SIGINT');
    }
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const lines = createInterface({ input: child.stdout }).on('line', onLine);
    const linesEnd = new Promise((resolve) => lines.once('close', resolve));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    await linesEnd;
    return { status, stderr };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
