import { spawn } from 'node:child_process';

export interface RunResult {
  /** The exit code; undefined if the program does not exist, took too long, was aborted, or was ended by a signal. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell and without input, and collects what it prints. Never throws. */
export function run(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; timeoutSeconds?: number; signal?: AbortSignal } = {},
): Promise<RunResult> {
  const signals = [
    ...(options.signal ? [options.signal] : []),
    // Unlike `timeout`, whose timer outlives a program that could not be started.
    ...(options.timeoutSeconds ? [AbortSignal.timeout(options.timeoutSeconds * 1000)] : []),
  ];
  return new Promise<RunResult>((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(options.env && { env: options.env }),
      ...(options.cwd && { cwd: options.cwd }),
      ...(signals.length > 0 && { signal: AbortSignal.any(signals) }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => {
      // Of an aborted program nobody may tidy up what it uses before it has ended.
      if (error.name !== 'AbortError') {
        resolve({ status: undefined, stdout, stderr: error.message });
      }
    });
    child.on('close', (code) => resolve({ status: code ?? undefined, stdout, stderr }));
  }).catch((error: Error) => ({ status: undefined, stdout: '', stderr: error.message })); // ENOTDIR is thrown.
}
