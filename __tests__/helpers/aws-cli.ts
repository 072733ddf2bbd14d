import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

/** What a program printed, and how it ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AwsCli {
  /**
   * @param args what stands after `aws`
   * @param cwd where a `file://` without a folder lies
   */
  run(args: readonly string[], cwd: string): Promise<Ran>;
  stop(): Promise<void>;
}

/** Starts one process for all command lines, because a start costs a second. One runs at a time. */
export function startAwsCli(python: string, env: NodeJS.ProcessEnv): AwsCli {
  const child = spawn(python, [path.join(__dirname, 'aws_cli.py')], {
    env: { ...env, PYTHONIOENCODING: 'utf-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(args, cwd) {
      child.stdin.write(`${JSON.stringify({ args, cwd })}\n`);
      const { value } = await lines.next();
      return JSON.parse(String(value)) as Ran;
    },
    async stop() {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}
