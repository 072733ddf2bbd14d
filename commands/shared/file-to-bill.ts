import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { CommandError } from '../../clients/command-error';

/**
 * The largest file that `--file` takes, in bytes: 100 MiB. The file is held in memory whole, in the local AWS several
 * times, and is uploaded by one request; a larger one would show nothing else.
 */
export const largestFileBytes = 100 * 1024 * 1024;

/**
 * The content of the file that `--file` names. A file that is too large is not read.
 *
 * @throws CommandError if there is no such file, it may not be read, is a folder or the like, or is too large
 */
export async function fileToBill(file: string): Promise<Uint8Array> {
  const problem = await problemOf(file).catch(
    ({ code }: NodeJS.ErrnoException) => reasons[code ?? ''] ?? code,
  );
  if (problem) {
    throw new CommandError(
      `The file ${file} cannot be read. ${problem}: name another with --file, or leave it out.`,
    );
  }
  return readFile(file);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'It does not exist',
  ENOTDIR: 'It does not exist',
  EACCES: 'You have no permission to read it',
  EPERM: 'You have no permission to read it',
};

async function problemOf(file: string): Promise<string | undefined> {
  const found = await stat(file);
  if (found.isDirectory()) {
    return 'It is a folder';
  }
  if (!found.isFile()) {
    return 'It is a device or a pipe, not a file';
  }
  if (found.size > largestFileBytes) {
    return (
      `It has ${found.size.toLocaleString('en')} bytes, and at most ${largestFileBytes.toLocaleString('en')} ` +
      '(100 MiB) fit, because the whole file is held in memory'
    );
  }
  await access(file, constants.R_OK);
  return undefined;
}
