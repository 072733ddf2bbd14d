import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescriptLoader } from '../../clients/run-typescript';
import type { EnvironmentName } from '../../settings/environment-names';
import { projectDirectory } from '../../clients/terraform/synth';
import { withoutEndpoints } from './endpoints';

const copied = [
  'main.ts',
  'cdktf.json',
  'package.json',
  'tsconfig.json',
  '.prettierrc.json',
  'asl',
  'clients',
  'commands',
  'ledger',
  'local',
  'modules',
  'settings',
  'stacks',
];

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout of its own whose path has spaces, so that what a command writes stays there. */
export class ProjectCopy {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'checkout with spaces '));

  /** The environment variables of its commands, besides those of this process. */
  readonly environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    this.environment = { ...environment };
    for (const name of copied) {
      cpSync(path.join(projectDirectory, name), path.join(this.folder, name), { recursive: true });
    }
    // A junction needs no rights on Windows; elsewhere the type is ignored.
    symlinkSync(
      path.join(projectDirectory, 'node_modules'),
      path.join(this.folder, 'node_modules'),
      'junction',
    );
  }

  /** Adds settings to an environment, as a team does in its editor. */
  set(workspace: EnvironmentName, settings: Readonly<Record<string, string>>): void {
    const file = this.path('settings', 'environments.ts');
    const lines = Object.entries(settings).map(([name, value]) => `    ${name}: '${value}',\n`);
    const changed = readFileSync(file, 'utf8').replace(
      `\n  ${workspace}: {\n`,
      (start) => start + lines.join(''),
    );
    writeFileSync(file, changed);
  }

  /** Runs a command as its npm script does, without standard input. */
  run(command: string, ...args: string[]): Promise<Ended> {
    return ended(this.start(command, ...args));
  }

  start(command: string, ...args: string[]): ChildProcess {
    return this.spawn('ignore', command, args);
  }

  /** The same with a text on standard input. */
  startWith(input: string, command: string, ...args: string[]): ChildProcess {
    const child = this.spawn('pipe', command, args);
    child.stdin?.end(input);
    return child;
  }

  private spawn(stdin: 'ignore' | 'pipe', command: string, args: readonly string[]): ChildProcess {
    const script = path.join('commands', command);
    return spawn(process.execPath, [...typescriptLoader, script, ...args], {
      cwd: this.folder,
      env: { ...process.env, ...this.environment, NODE_NO_WARNINGS: '1' },
      stdio: [stdin, 'pipe', 'pipe'],
    });
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a started command printed, once it has ended. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, stdout, stderr: withoutEndpoints(stderr) };
}
