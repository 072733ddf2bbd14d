import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typescriptLoader } from '../../clients/run-typescript';
import { findTerraform } from '../../clients/terraform/find';
import { findPython } from '../../local/python';

/** As `startProviders`, for the tests of a file or of a `describe`. */
export function useStartedProviders(): void {
  let end: () => void;
  beforeAll(async () => {
    end = await startProviders();
  });
  afterAll(() => end?.());
}

/**
 * Has Terraform use AWS providers that run already and announce the types of the stacks alone, here and in all programs
 * that this process starts: to start a provider and to decode its schema takes most of the time of a short plan. Not
 * where it matters that Terraform, when it is stopped or killed, leaves no provider behind: these are ended by the
 * tests. On Windows nothing changes.
 *
 * @returns a function that ends them
 */
export async function startProviders(): Promise<() => void> {
  if (process.platform === 'win32') {
    return () => {};
  }
  const log = () => {};
  const [terraform, python] = await Promise.all([findTerraform({ log }), findPython({ log })]);
  const folder = mkdtempSync(path.join(tmpdir(), 'started providers '));
  const providers = path.join(folder, 'providers');
  mkdirSync(providers);
  const script = (file: string, ...words: string[]) => {
    const quoted = words.map((word) => `'${word}'`);
    writeFileSync(file, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o755 });
  };
  const program = path.join(folder, 'terraform');
  script(program, python, path.join(__dirname, 'started_providers.py'), terraform.command, providers);
  script(
    path.join(providers, 'provider'),
    process.execPath,
    ...typescriptLoader,
    path.join(__dirname, 'started-provider.ts'),
  );
  const before = process.env.TERRAFORM_BINARY_NAME;
  process.env.TERRAFORM_BINARY_NAME = program;

  const end = () => {
    for (const name of readdirSync(providers).filter((file) => file.endsWith('.pid'))) {
      process.kill(-Number(readFileSync(path.join(providers, name), 'utf8')), 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', end);
  return () => {
    process.removeListener('exit', end);
    if (before === undefined) {
      delete process.env.TERRAFORM_BINARY_NAME;
    } else {
      process.env.TERRAFORM_BINARY_NAME = before;
    }
    end();
  };
}
