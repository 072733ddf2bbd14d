import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { CommandError } from './command-error';

const operatingSystems: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };
const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', ia32: '386' };

/** This machine in Terraform's words, for example `linux_amd64`, `darwin_arm64` or `windows_amd64`. */
export function terraformPlatform(platform = process.platform, arch = process.arch): string {
  return `${operatingSystems[platform] ?? platform}_${architectures[arch] ?? arch}`;
}

/** The folder for what this project downloads: the user's own cache folder, so that every clone shares it. */
export function cacheDirectory(env = process.env, platform = process.platform, home = homedir()): string {
  const caches =
    platform === 'win32'
      ? env.LOCALAPPDATA || path.join(home, 'AppData', 'Local')
      : env.XDG_CACHE_HOME || path.join(home, platform === 'darwin' ? 'Library/Caches' : '.cache');
  return path.join(caches, 'siftbeam-stripe-billing');
}

/**
 * Writes to the folder for what this project downloads, which it creates if need be.
 *
 * @param holds what is kept there, to begin a sentence with
 * @throws CommandError if the folder cannot be written, before any work; else whatever the work throws
 */
export async function inCache<T>(cache: string, holds: string, work: () => Promise<T>): Promise<T> {
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
    return await work();
  } catch (error) {
    throw cacheError(cache, holds, error);
  }
}

const unwritable = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'ENOENT', 'EEXIST'];

/** An error of the file system in the cache folder as a sentence that says what to do; any other error as it is. */
export function cacheError(
  cache: string,
  holds: string,
  error: unknown,
  platform = process.platform,
): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!unwritable.includes(code)) {
    return error;
  }
  const variable = platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_CACHE_HOME';
  return new CommandError(
    `${holds} is kept in the folder ${cache}, which cannot be written (${code}). Set ${variable} to a folder that can ` +
      'be written, or make room and give yourself permission there, and run the command again.',
  );
}
