import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheError, inCache } from '../../../clients/platform';
import { findTerraform } from '../../../clients/terraform/find';
import { terraformEnvironment } from '../../../clients/terraform/config';
import { findPython } from '../../../local/python';
import { scratchFolder, withPrograms, writeProgram } from '../../helpers/fake-program';

const root = scratchFolder();
/** No user may write below a file, not even root. */
const cache = path.join(root, 'a file', 'cache');
writeFileSync(path.dirname(cache), '');
const log = () => {};

const described = JSON.stringify({ executable: 'python3', version: [3, 12], moto: null, missing: [] });
writeProgram(path.join(root, 'bin', 'python3'), `console.log('${described}')`);

const remedy = (holds: string) => {
  const variable = process.platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_CACHE_HOME';
  const escaped = cache.replaceAll('\\', '\\\\');
  return new RegExp(
    `^${holds} is kept in the folder ${escaped}, which cannot be written \\(E\\w+\\)\\. Set ${variable} to a folder`,
  );
};

describe('where the cache folder cannot be written, as in a container with a read-only home', () => {
  test('Terraform is not downloaded in vain, and the folder and the remedy are named', async () => {
    const found = findTerraform({ log, env: { PATH: '' }, cache, releases: 'http://127.0.0.1:1' });
    await expect(found).rejects.toThrow(remedy('The downloaded Terraform'));
  });

  test('so says the environment of Terraform', () => {
    const mirror = { path: root, description: 'a mirror' };
    expect(() => terraformEnvironment({ HOME: root, APPDATA: root }, () => mirror, cache)).toThrow(
      remedy('The configuration by which Terraform finds the AWS provider'),
    );
  });

  withPrograms.test('so says the search for a Python with moto', async () => {
    const found = findPython({ log, env: { PATH: path.join(root, 'bin') }, cache });
    await expect(found).rejects.toThrow(remedy('The Python environment of the local AWS'));
  });
});

test.each(['EACCES', 'EROFS', 'ENOSPC'])(
  '%s while something is written there has the same remedy',
  async (code) => {
    const fails = inCache(path.join(root, 'cache'), 'It', () =>
      Promise.reject(Object.assign(new Error(), { code })),
    );
    await expect(fails).rejects.toThrow(`cannot be written (${code})`);
  },
);

test('on Windows the remedy names the variable of Windows', () => {
  const error = Object.assign(new Error(), { code: 'EPERM' });
  expect(String(cacheError('C:', 'It', error, 'win32'))).toContain('Set LOCALAPPDATA to a folder');
});

test('what else goes wrong stays as it is', async () => {
  const fails = inCache(path.join(root, 'cache'), 'It', () => Promise.reject(new Error('no moto')));
  await expect(fails).rejects.toThrow(/^no moto$/);
});
