import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface MotoOptions {
  /** A Python interpreter that has moto. */
  readonly python: string;
  readonly accountId: string;
  /** Ends the start. @default - it cannot be ended */
  readonly signal?: AbortSignal;
}

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** The version that the additions beside this file were written for. */
export const motoVersion = '5.2.1';

const script = path.join(__dirname, 'moto_aws.py');

/**
 * Starts moto on a free loopback port. It ends with its standard input, so it outlives no parent. It gets a process
 * group of its own, which the terminal's Ctrl-C does not reach: Terraform still needs AWS to end in order. On Windows,
 * where a process of its own group gets a window, moto ignores Ctrl-C instead.
 *
 * @throws with the last lines that Python wrote, when moto ends before it is ready
 */
export async function startMoto({ python, accountId, signal }: MotoOptions): Promise<Moto> {
  signal?.throwIfAborted();
  const child = spawn(python, [script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...withoutProxies(process.env), MOTO_ACCOUNT_ID: accountId, PYTHONIOENCODING: 'utf-8' },
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  const lastLines: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > 5) {
      lastLines.shift();
    }
  });
  const port = await new Promise<number>((resolve, reject) => {
    const failed = (reason: string) =>
      reject(
        new Error(
          `moto did not start with ${python}: ${reason}. It needs Python with moto[server]==${motoVersion}.`,
        ),
      );
    child.once('error', (error) => failed(error.message));
    child.once('close', (code) => failed(lastLines.join('\n') || `it ended with code ${code}`));
    createInterface(child.stdout).once('line', (line) =>
      resolve((JSON.parse(line) as { port: number }).port),
    );
  }).finally(() => signal?.removeEventListener('abort', kill));
  child.removeAllListeners('close');
  return { url: `http://127.0.0.1:${port}`, stop: () => stop(child) };
}

/** moto asks itself by the names of AWS's hosts, which a proxy would take for the real ones. */
function withoutProxies(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(https?|all)_proxy$/i.test(name)));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = once(child, 'exit');
  child.stdin?.end();
  const kill = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(kill);
}
