import path from 'node:path';
import { motoVersion } from '@usage-billing/local-aws/moto/moto';
import { cacheDirectory, inCache } from '../clients/platform';
import { installMoto } from './python-venv';
import { run } from '../clients/run-program';
import { CommandError } from '../clients/command-error';
import type { Log } from '../clients/log';

const namesOfPython = process.platform === 'win32' ? ['python', 'py', 'python3'] : ['python3', 'python'];

/** Prints a Python's path and version, its version of moto, and the packages of moto's extra `server` that are missing. */
const question = `
import json, re, sys
from importlib.metadata import PackageNotFoundError, requires, version
def has(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None
needed = [r for r in (requires('moto') if has('moto') else []) if 'extra ==' not in r or 'extra == "server"' in r]
names = [re.match(r'[A-Za-z0-9._-]+', r).group() for r in needed]
print(json.dumps({'executable': sys.executable, 'version': sys.version_info[:2], 'moto': has('moto'),
                  'missing': [n for n in names if not has(n)]}))
`;

interface PythonDescription {
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly moto: string | null;
  readonly missing: readonly string[];
}

/**
 * The path of a Python that has moto with its server in the right version: one on the PATH, else a private virtual environment in
 * the user's cache folder, which is created once with pip.
 *
 * @param options.signal ends an installation, of which nothing is left then
 * @throws CommandError if there is no Python 3.10 or later (what moto needs), or moto cannot be installed
 *   in the cache folder
 */
export async function findPython(options: {
  log: Log;
  env?: NodeJS.ProcessEnv;
  cache?: string;
  signal?: AbortSignal;
}): Promise<string> {
  const { log, env = process.env, cache = cacheDirectory(), signal } = options;
  const candidates = await Promise.all(namesOfPython.map((name) => ask(name, env)));
  const pythons = candidates.filter((candidate) => candidate !== undefined);
  const ready = pythons.find(hasMoto);
  if (ready) {
    return ready.executable;
  }

  const venv = path.join(cache, `moto-${motoVersion}`);
  const python =
    process.platform === 'win32' ? path.join('Scripts', 'python.exe') : path.join('bin', 'python');
  const installed = await ask(path.join(venv, python), env);
  if (installed && hasMoto(installed)) {
    return installed.executable;
  }

  // Ctrl-C at the terminal has reached Python as well, which then told nothing.
  signal?.throwIfAborted();
  const base = pythons.find(({ version: [major, minor] }) => major === 3 && minor >= 10);
  if (!base) {
    throw new CommandError(noPython(pythons));
  }
  await inCache(cache, 'The Python environment of the local AWS', () =>
    installMoto({ base: base.executable, venv, python, version: motoVersion, env, log, signal }),
  );
  return path.join(venv, python);
}

function hasMoto(python: PythonDescription): boolean {
  return python.moto === motoVersion && python.missing.length === 0;
}

async function ask(command: string, env: NodeJS.ProcessEnv): Promise<PythonDescription | undefined> {
  const { status, stdout } = await run(command, ['-c', question], { env, timeoutSeconds: 30 });
  // Absent, Python 2, or the Microsoft Store's placeholder.
  if (status !== 0) {
    return undefined;
  }
  return JSON.parse(stdout) as PythonDescription;
}

function noPython(found: readonly PythonDescription[]): string {
  const versions = found.map(({ version }) => version.join('.')).join(', ');
  return (
    `The local AWS needs Python 3.10 or later; ${versions ? `only ${versions} was found` : 'none was found'}. ` +
    'Install it (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python; ' +
    'Windows: winget install Python.Python.3.13) and run the command again.'
  );
}
