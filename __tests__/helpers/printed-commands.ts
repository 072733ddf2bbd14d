import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Ran } from './aws-cli';

/** Runs a program in the place of the real one, in the folder of the shell. */
export type Program = (args: readonly string[], cwd: string) => Promise<Ran>;

/** A POSIX shell whose `aws`, `npm`, … are functions of the test: what is printed runs as it stands, quotes and all. */
export interface PrintedCommands {
  run(script: string, env?: NodeJS.ProcessEnv): Promise<Ran>;
  stop(): Promise<void>;
}

/** Passes the arguments on and prints the answer. */
const passOn = `
const [url, ...args] = process.argv.slice(2);
fetch(url, { method: 'POST', body: JSON.stringify({ args, cwd: process.cwd() }) })
  .then((response) => response.json())
  .then(({ status, stdout, stderr }) => {
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = status;
  });
`;

export async function startPrintedCommands(
  programs: Readonly<Record<string, Program>>,
): Promise<PrintedCommands> {
  const folder = mkdtempSync(path.join(tmpdir(), 'printed-commands-'));
  const passing = path.join(folder, 'pass-on.cjs');
  writeFileSync(passing, passOn);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const program = programs[(request.url ?? '').slice(1)];
      const { args, cwd } = JSON.parse(body) as { args: string[]; cwd: string };
      const ran = program?.(args, cwd) ?? Promise.reject(new Error('no such program'));
      void ran
        .catch((error: unknown) => ({ status: 1, stdout: '', stderr: `${String(error)}\n` }))
        .then((result) => response.end(JSON.stringify(result)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const functions = Object.keys(programs).map(
    (name) => `${name}() { "$NODE" "$PASS_ON" "${url}/${name}" "$@"; }`,
  );
  return {
    run(script, env = {}) {
      const child = spawn('bash', ['-c', ['set -o pipefail', ...functions, script].join('\n')], {
        cwd: folder,
        env: { ...process.env, ...env, NODE: process.execPath, PASS_ON: passing },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => (stdout += String(chunk)));
      child.stderr.on('data', (chunk) => (stderr += String(chunk)));
      return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (status) => resolve({ status: status ?? 1, stdout, stderr }));
      });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
