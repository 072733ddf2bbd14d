import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../clients/terraform/synth';
import { importsFile, importsOf, type Imports } from '../../settings/imports';

/** A stack's import file that has to change; without imports it is deleted. */
export interface FileChange {
  readonly workspace: string;
  readonly stack: string;
  readonly imports: Imports;
}

/** Whether the stack's import file holds anything else. */
export function isChange({ workspace, stack, imports }: FileChange): boolean {
  return textOf(imports) !== textOf(importsOf(workspace, stack, projectDirectory));
}

export function writeImports({ workspace, stack, imports }: FileChange): void {
  const file = path.join(projectDirectory, importsFile(workspace, stack));
  if (Object.keys(imports).length === 0) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, textOf(imports));
}

/** Sorted, so that the file changes only with what it holds. */
function textOf(imports: Imports): string {
  const sorted = Object.fromEntries(Object.entries(imports).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}
