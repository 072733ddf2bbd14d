import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileToBill, largestFileBytes } from '../../../../commands/shared/file-to-bill';
import { scratchFolder } from '../../../helpers/fake-program';

const root = scratchFolder();
const at = (name: string) => path.join(root, name);

/** A file of this size without content, which takes no room on Linux and macOS. */
function sparse(name: string, bytes: number): string {
  const descriptor = openSync(at(name), 'w');
  ftruncateSync(descriptor, bytes);
  closeSync(descriptor);
  return at(name);
}

test('a file of the largest size is read', async () => {
  expect((await fileToBill(sparse('largest', largestFileBytes))).byteLength).toBe(largestFileBytes);
});

test('a larger one is not read, and its size and the limit are named', async () => {
  await expect(fileToBill(sparse('larger', largestFileBytes + 1))).rejects.toThrow(
    `The file ${at('larger')} cannot be read. It has 104,857,601 bytes, and at most 104,857,600 (100 MiB) fit, because ` +
      'the whole file is held in memory: name another with --file, or leave it out.',
  );
});

// Windows would fill the disk with it.
(process.platform === 'win32' ? test.skip : test)(
  'so is one that no buffer of Node.js could hold',
  async () => {
    await expect(fileToBill(sparse('3 GB', 3e9))).rejects.toThrow('It has 3,000,000,000 bytes');
  },
);

test.each([
  ['a missing file', 'missing', 'It does not exist'],
  ['a file below a file', path.join('file', 'missing'), 'It does not exist'],
  ['a folder', 'folder', 'It is a folder'],
])('%s is named as what it is', async (_, name, reason) => {
  mkdirSync(at('folder'), { recursive: true });
  writeFileSync(at('file'), '');
  await expect(fileToBill(at(name))).rejects.toThrow(
    `The file ${at(name)} cannot be read. ${reason}: name another`,
  );
});

// To root, and on Windows, every file is readable.
(process.getuid?.() ? test : test.skip)('a file without permission is named as such', async () => {
  writeFileSync(at('secret'), 'x');
  chmodSync(at('secret'), 0o000);
  await expect(fileToBill(at('secret'))).rejects.toThrow('You have no permission to read it');
});

(process.platform === 'win32' ? test.skip : test)('a device would never end', async () => {
  await expect(fileToBill('/dev/zero')).rejects.toThrow('It is a device or a pipe');
});
