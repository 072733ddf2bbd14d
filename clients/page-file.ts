import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError } from './command-error';
import { projectDirectory } from './terraform/synth';

/** Where pages lie: within the project, out of Git's sight. */
export const pagesFolder = path.join(projectDirectory, 'pages');

/**
 * Writes a page for this user alone, in place of an earlier one of the same name: pages do not pile up.
 *
 * @returns its path
 * @throws CommandError if it cannot be written
 */
export function writePage(name: string, text: string, folder = pagesFolder): string {
  const file = path.join(folder, `${name}.html`);
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(unfinished, text, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch (error) {
    if (existsSync(unfinished)) {
      rmSync(unfinished);
    }
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `The page ${file} could not be written (${code ?? message}). Make the folder writable and run the command again.`,
    );
  }
  return file;
}

/** Where a page is, for a person and for a terminal that opens links. */
export const pageLines = (file: string): string[] => [`Page: ${file}`, `      ${pathToFileURL(file).href}`];
