import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescriptLoader } from '../../clients/run-typescript';
import { findTerraform } from '../../clients/terraform/find';
import { findPython } from '../../local/python';
import type { Tools } from '../../local/tools';

/** As `startProviders`, for the tests of a file or of a `describe`. */
export function useStartedProviders(): void {
  let end: () => void;
  beforeAll(async () => {
    const log = () => {};
    const [terraform, python] = await Promise.all([findTerraform({ log }), findPython({ log })]);
    ({ end } = startProviders({ terraform: terraform.command, python }));
  });
  afterAll(() => end?.());
}

/**
 * Has Terraform use AWS providers that run already and announce the types of the stacks alone, here and in all programs
 * that this process starts: to start a provider and to decode its schema takes most of the time of a short plan. Not
 * where it matters that Terraform, when it is stopped or killed, leaves no provider behind: these are ended by the
 * tests. A Terraform with `TF_REATTACH_PROVIDERS` in its environment, if only empty, starts one. On Windows nothing
 * changes.
 *
 * @returns the Terraform to run, and a function that ends the providers
 */
export function startProviders({ terraform, python }: Pick<Tools, 'terraform' | 'python'>): {
  readonly terraform: string;
  readonly end: () => void;
} {
  // Not on top of those of the whole test file, or of another deployment beside this one.
  const running = process.env.TERRAFORM_BINARY_NAME;
  if (process.platform === 'win32' || running?.includes(folderName)) {
    return { terraform: running ?? terraform, end: () => {} };
  }
  const folder = mkdtempSync(path.join(tmpdir(), folderName));
  const providers = path.join(folder, 'providers');
  mkdirSync(providers);
  const script = (file: string, ...words: string[]) => {
    const quoted = words.map((word) => `'${word}'`);
    writeFileSync(file, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o755 });
  };
  const program = path.join(folder, 'terraform');
  script(program, python, path.join(__dirname, 'started_providers.py'), terraform, providers);
  script(
    path.join(providers, 'provider'),
    process.execPath,
    ...typescriptLoader,
    path.join(__dirname, 'started-provider.ts'),
  );
  const before = process.env.TERRAFORM_BINARY_NAME;
  process.env.TERRAFORM_BINARY_NAME = program;

  const kill = () => {
    for (const name of readdirSync(providers).filter((file) => file.endsWith('.pid'))) {
      process.kill(-Number(readFileSync(path.join(providers, name), 'utf8')), 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  const end = () => {
    process.removeListener('exit', kill);
    if (before === undefined) {
      delete process.env.TERRAFORM_BINARY_NAME;
    } else {
      process.env.TERRAFORM_BINARY_NAME = before;
    }
    kill();
  };
  return { terraform: program, end };
}

const folderName = 'started providers ';
