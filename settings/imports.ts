import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SettingsError } from './settings-error';

/** Ids under which existing resources are imported, by Terraform address. */
export type Imports = Readonly<Record<string, string>>;

/**
 * The file, from the folder of `cdktf.json`, with what a stack imports at its next deployment. `npm run adopt`
 * writes it, and deletes it once the state holds everything. It is committed, so that a pull request's plan imports
 * too; the one of `state-backend` is not, because its state is local to a machine.
 */
export function importsFile(workspace: string, stack: string): string {
  return path.join('imports', workspace, `${stack}.json`);
}

/**
 * What a stack imports, none without a file.
 *
 * @throws if the file is not what `npm run adopt` writes
 */
export function importsOf(workspace: string, stack: string, folder = '.'): Imports {
  const file = path.join(folder, importsFile(workspace, stack));
  if (!existsSync(file)) {
    return {};
  }
  const imports = parsed(readFileSync(file, 'utf8'));
  if (!imports) {
    throw new SettingsError(
      `${importsFile(workspace, stack)} holds no import ids by Terraform address. Delete it and run ` +
        `"npm run adopt -- --workspace ${workspace}", which writes it again.`,
    );
  }
  return imports;
}

function parsed(text: string): Imports | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap && Object.values(value).every((id) => typeof id === 'string')
      ? (value as Imports)
      : undefined;
  } catch {
    return undefined;
  }
}
