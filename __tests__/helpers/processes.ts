import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const [command, args]: [string, string[]] =
  process.platform === 'win32'
    ? ['powershell', ['-NoProfile', '-Command', '(Get-CimInstance Win32_Process).CommandLine']]
    : ['ps', ['-axww', '-o', 'args=']];

/** The command lines of the machine's processes, each once, that were seen until the work was done. */
export async function processesWhile(work: Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>();
  let done = false;
  const end = work.finally(() => (done = true));
  // Its failure is thrown below.
  end.catch(() => undefined);
  while (!done) {
    const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 10_000_000 });
    stdout.split('\n').forEach((line) => seen.add(line));
    await sleep(250);
  }
  await end;
  return [...seen];
}
