import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from '../../../clients/command-error';

/** A file beside the plan files that ties them to what was reviewed. */
export interface Manifest {
  readonly workspace: string;
  /** In ISO 8601. */
  readonly createdAt: string;
  /** Terraform applies only plan files of its own version. */
  readonly terraformVersion: string;
  /** As `git describe --always --dirty` names it. @default - the project is in no Git repository */
  readonly commit?: string;
  /** The planned stacks, in the order in which they are deployed. */
  readonly stacks: readonly { readonly name: string; readonly hasChanges: boolean }[];
  /** The stacks that could not be planned yet. */
  readonly waiting: readonly string[];
  /** SHA-256 of each file by its name. */
  readonly files: Readonly<Record<string, string>>;
}

const fileName = 'manifest.json';

/** The files needed to apply a stack's plan on another machine. */
export const filesOf = (stack: string) => ({
  /** Terraform's plan. Not for publishing: it holds the whole state. */
  plan: `${stack}.tfplan`,
  /** The synthesized stack, `cdk.tf.json`. */
  configuration: `${stack}.tf.json`,
  /** `.terraform.lock.hcl`: Terraform rejects a plan that was created with other providers. */
  lock: `${stack}.lock.hcl`,
});

/** The names of all files that `npm run plan` writes into its folder. */
export const writtenFiles = (stacks: readonly string[]) => [
  fileName,
  'summary.md',
  ...stacks.flatMap((stack) => Object.values(filesOf(stack))),
];

/** Writes the manifest into a folder that already holds the stacks' files. */
export function writeManifest(folder: string, manifest: Omit<Manifest, 'files'>): void {
  const names = manifest.stacks.flatMap(({ name }) => Object.values(filesOf(name)));
  const files = Object.fromEntries(names.map((name) => [name, sha256(path.join(folder, name))]));
  writeFileSync(path.join(folder, fileName), `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
}

/**
 * Reads a plan's manifest and checks the files against it. This detects mixed-up and damaged files, but not a forger
 * who also changes the manifest: take plans only from where nobody else can write.
 *
 * @throws CommandError if there is no plan, it is for another workspace, or a file is not the reviewed one
 */
export function readManifest(folder: string, workspace: string): Manifest {
  const planAgain = `Create a new one with "npm run plan -- --workspace ${workspace}".`;
  const manifest = parsed(path.join(folder, fileName));
  if (!manifest) {
    throw new CommandError(`There is no plan in ${folder}. ${planAgain}`);
  }
  if (manifest.workspace !== workspace) {
    throw new CommandError(
      `The plan in ${folder} is for "${manifest.workspace}", not for "${workspace}": nothing was changed. ` +
        `Name its workspace, or create a plan with "npm run plan -- --workspace ${workspace}".`,
    );
  }
  for (const name of manifest.stacks.flatMap((stack) => Object.values(filesOf(stack.name)))) {
    if (manifest.files[name] !== sha256(path.join(folder, name))) {
      throw new CommandError(`${path.join(folder, name)} is not the file that was reviewed. ${planAgain}`);
    }
  }
  return manifest;
}

function parsed(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch {
    return undefined; // absent, or cut short
  }
}

/** Undefined if the file cannot be read. */
function sha256(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}
