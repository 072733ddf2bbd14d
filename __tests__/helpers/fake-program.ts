import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Starting a program takes seconds on a busy machine.
jest.setTimeout(60_000);

/** A folder, with a space in its path, that is removed after the tests of a file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'siftbeam test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** For tests with `writeProgram`. Windows does not run a script by its first line, and needs an .exe instead. */
export const withPrograms =
  process.platform === 'win32'
    ? { describe: describe.skip, test: test.skip }
    : { describe: globalThis.describe, test: globalThis.test };

/** Writes an executable JavaScript program, which needs nothing from the PATH. Returns its path. */
export function writeProgram(file: string, javascript: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!${process.execPath}\n${javascript}`);
  chmodSync(file, 0o755);
  return file;
}
