import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../clients/run-program';
import { CommandError } from '../clients/command-error';
import type { Log } from '../clients/log';

/**
 * Creates a virtual environment with moto's server in an existing folder. It is created next to its final place and moved there, so that
 * neither a second process nor an interrupted one leaves an incomplete one; the interpreter in it works after the move.
 *
 * @throws CommandError if Python cannot create virtual environments, or pip cannot install moto
 */
export async function installMoto(options: {
  base: string;
  venv: string;
  /** The interpreter's path within the environment. */
  python: string;
  version: string;
  env: NodeJS.ProcessEnv;
  log: Log;
  signal?: AbortSignal;
}): Promise<void> {
  const { base, venv, python, version, log, signal } = options;
  const requirement = `moto[server]==${version}`;
  const own = await mkdtemp(`${venv}-`);
  // Where pip unpacks, so that it leaves nothing behind when it is stopped.
  const env = { ...options.env, TMPDIR: own, TEMP: own, TMP: own };
  try {
    log(`Installing ${requirement} into ${venv} (about a minute, once) …`);
    const created = await run(base, ['-m', 'venv', own], { env, signal });
    if (created.status !== 0) {
      throw new CommandError(
        `${base} cannot create a virtual environment (${lastLine(created)}). Install its venv module (Debian and ` +
          'Ubuntu: apt install python3-venv) and run the command again.',
      );
    }
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement];
    const installed = await run(path.join(own, python), pip, { env, signal });
    if (installed.status !== 0) {
      throw new CommandError(
        `pip could not install ${requirement} (${lastLine(installed)}). Check that this machine reaches the ` +
          `Python package index, or run: "${base}" -m pip install "${requirement}"`,
      );
    }
    await moveInto(own, venv, python);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function moveInto(own: string, venv: string, python: string): Promise<void> {
  try {
    await rename(own, venv);
  } catch (error) {
    if (!existsSync(venv)) {
      throw error;
    }
    // Another process was first.
    if (existsSync(path.join(venv, python))) {
      return;
    }
    // The Python that it was created from is gone, for example after an upgrade.
    const old = path.join(own, 'old');
    await rename(venv, old);
    await rename(own, venv);
    await rm(path.join(venv, 'old'), { recursive: true, force: true });
  }
}

function lastLine({ stdout, stderr }: { stdout: string; stderr: string }): string {
  const lines = `${stdout}\n${stderr}`.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? 'without any output';
}
