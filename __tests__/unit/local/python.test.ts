import { readdirSync } from 'node:fs';
import path from 'node:path';
import { motoVersion } from '@usage-billing/local-aws/moto/moto';
import { findPython } from '../../../local/python';
import { scratchFolder, withPrograms, writeProgram } from '../../helpers/fake-program';

const environmentName = `moto-${motoVersion}`;
const root = scratchFolder();
const log = () => {};

/**
 * A stand-in for Python: describes itself as given, creates a virtual environment with a copy of itself
 * in it, and "installs" moto by leaving a file beside that copy.
 */
function fakePython(
  folder: string,
  described: { version: number[]; moto?: string; missing?: string[]; pip?: string },
) {
  const program = path.join(root, folder, 'python3');
  return writeProgram(
    program,
    `const fs = require('fs'), path = require('path'), self = process.argv[1], args = process.argv.slice(2);
     const installed = path.join(path.dirname(self), 'moto');
     const { version, moto = null, missing = [], pip } = ${JSON.stringify(described)};
     if (args[0] === '-c') {
       console.log(JSON.stringify(fs.existsSync(installed)
         ? { executable: self, version, moto: '${motoVersion}', missing: [] }
         : { executable: self, version, moto, missing }));
     } else if (args[1] === 'venv') {
       fs.mkdirSync(path.join(args[2], 'bin'));
       fs.copyFileSync(self, path.join(args[2], 'bin', 'python'));
     } else if (pip) {
       console.error(pip); process.exit(1);
     } else if (args[1] === 'pip' && args.at(-1) === 'moto[server]==${motoVersion}') {
       setTimeout(() => fs.writeFileSync(installed, ''), 100);
     } else process.exit(2);`,
  );
}

/** Looks for Python on a machine whose PATH has only this folder. */
function find(folder: string, cache = path.join(root, `cache of ${folder}`)) {
  return findPython({ log, env: { PATH: path.join(root, folder) }, cache });
}

withPrograms.describe('Looking for a Python with moto', () => {
  test('uses one on the PATH that has the right moto and all that its server needs', async () => {
    const python = fakePython('ready', { version: [3, 10], moto: motoVersion });
    expect(await find('ready')).toBe(python);
  });

  test.each([
    ['another version of moto', { version: [3, 12], moto: '5.1.0' }],
    ['moto without its server', { version: [3, 12], moto: motoVersion, missing: ['flask'] }],
    ['no moto', { version: [3, 12] }],
  ])(
    'beside %s it creates an environment of its own, and finds it the next time',
    async (name, described) => {
      fakePython(name, described);
      const cache = path.join(root, `cache of ${name}`);
      const python = path.join(cache, environmentName, 'bin', 'python');
      expect(await find(name, cache)).toBe(python);
      expect(await find(name, cache)).toBe(python);
    },
  );

  test('two commands at once leave one whole environment and nothing else', async () => {
    fakePython('twice', { version: [3, 11] });
    const cache = path.join(root, 'cache');
    const [first, second] = await Promise.all([find('twice', cache), find('twice', cache)]);
    expect(first).toBe(second);
    expect(readdirSync(cache)).toEqual([environmentName]);
    expect(readdirSync(path.dirname(first)).sort()).toEqual(['moto', 'python']);
  });

  test('replaces an environment whose Python no longer exists, as after an upgrade of Python', async () => {
    fakePython('upgraded', { version: [3, 13] });
    const cache = path.join(root, 'cache of an upgrade');
    writeProgram(path.join(cache, environmentName, 'bin', 'pip'), '');
    const python = await find('upgraded', cache);
    expect(readdirSync(path.dirname(python)).sort()).toEqual(['moto', 'python']);
    expect(readdirSync(cache)).toEqual([environmentName]);
  });

  test('says what to install where there is no Python, or only one that moto does not run on', async () => {
    await expect(find('nothing')).rejects.toThrow(
      /needs Python 3\.10 or later; none was found\. .*apt install/,
    );
    fakePython('old', { version: [3, 9] });
    await expect(find('old')).rejects.toThrow('only 3.9 was found');
  });

  test("repeats pip's reason and leaves nothing behind when moto cannot be installed", async () => {
    fakePython('offline', { version: [3, 12], pip: 'ERROR: No matching distribution found' });
    await expect(find('offline')).rejects.toThrow('(ERROR: No matching distribution found)');
    expect(readdirSync(path.join(root, 'cache of offline'))).toEqual([]);
  });
});
