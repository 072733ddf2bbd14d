import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { typescriptLoader } from '../../clients/run-typescript';
import { projectDirectory } from '../../clients/terraform/synth';
import { run } from '../../clients/run-program';

jest.setTimeout(120_000);

const folder = mkdtempSync(path.join(tmpdir(), 'left behind '));
const programs: ChildProcess[] = [];
afterAll(() => {
  // Ended already, unless a test failed.
  for (const program of programs) {
    program.kill('SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a program that starts the services; resolves when the program reports that it is ready. */
async function started(javascript: string): Promise<ChildProcess> {
  const local = (file: string) => JSON.stringify(path.join(projectDirectory, 'local', file));
  const settings = JSON.stringify(path.join(projectDirectory, 'settings', 'environments.ts'));
  const program = `(async () => {
    const environment = require(${settings}).environmentOf('test');
    const services = await require(${local('services.ts')}).startServices({ environment, log() {} });
    const { Deployment } = require(${local('deployment.ts')});
    const ready = () => console.log('ready');
    ${javascript}
  })()`;
  const child = spawn(process.execPath, [...typescriptLoader, '-e', program], {
    cwd: projectDirectory,
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  programs.push(child);
  const tooEarly = once(child, 'exit').then(([code]) => {
    throw new Error(`The program ended with code ${code} before it was ready.`);
  });
  await Promise.race([once(createInterface(child.stdout!), 'line'), tooEarly]);
  tooEarly.catch(() => undefined);
  return child;
}

const [command, args]: [string, string[]] =
  process.platform === 'win32'
    ? [
        'powershell',
        [
          '-NoProfile',
          '-Command',
          'Get-CimInstance Win32_Process | % { "$($_.ProcessId) $($_.ParentProcessId) $($_.Name)" }',
        ],
      ]
    : ['ps', ['-axww', '-o', 'pid=,ppid=,comm=']];

/** The programs that a process started, and those that they started. */
async function descendantsOf(pid: number): Promise<{ pid: number; name: string }[]> {
  const { stdout } = await run(command, args);
  const all = stdout.split('\n').map((line) => {
    const [own, parent, ...name] = line.trim().split(/\s+/);
    return { pid: Number(own), parent: Number(parent), name: name.join(' ') };
  });
  const below = (parent: number): typeof all =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** Those of the processes that still run after a while. */
async function leftOf(processes: readonly { pid: number; name: string }[]) {
  let left = processes;
  for (let second = 0; second < 60 && left.length > 0; second++) {
    await sleep(1000);
    left = left.filter(({ pid }) => isRunning(pid));
  }
  return left;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const waiting = 'ready(); setInterval(() => {}, 1000);';

describe('no process is left behind', () => {
  test('by services that are stopped: the program ends by itself', async () => {
    const child = await started(`ready(); process.stdin.resume().once('end', () => services.stop());`);
    const processes = await descendantsOf(child.pid!);
    expect(processes.map(({ name }) => name).join()).toMatch(/python/i);
    child.stdin!.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await leftOf(processes)).toEqual([]);
  });

  test.each(['SIGINT', 'SIGKILL'] as const)('by a program that is ended by %s', async (signal) => {
    const child = await started(waiting);
    const processes = await descendantsOf(child.pid!);
    expect(processes.map(({ name }) => name).join()).toMatch(/python/i);
    child.kill(signal);
    expect(await leftOf(processes)).toEqual([]);
  });

  test('by a program that is killed while Terraform deploys', async () => {
    const child = await started(`
      const deployment = new Deployment({
        environment, services, folder: ${JSON.stringify(folder)},
        onProgress: ({ text }) => { if (text.includes('aws_s3_bucket.bucket: Creating')) ready(); },
      });
      await deployment.synthesize();
      await deployment.deploy('state-backend');`);
    const processes = await descendantsOf(child.pid!);
    const names = processes.map(({ name }) => name).join();
    expect(names).toMatch(/python/i);
    expect(names).toMatch(/terraform-provi/);
    child.kill('SIGKILL');
    expect(await leftOf(processes)).toEqual([]);
  });
});
