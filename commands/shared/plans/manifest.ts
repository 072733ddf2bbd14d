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

/**
 * Writes the manifest into a folder that already holds the stacks' files.
 *
 * @returns the digest of the plan: the manifest's SHA-256 in hexadecimal, which covers every file that is applied
 */
export function writeManifest(folder: string, manifest: Omit<Manifest, 'files'>): string {
  const names = manifest.stacks.flatMap(({ name }) => Object.values(filesOf(name)));
  const files = Object.fromEntries(names.map((name) => [name, sha256OfFile(path.join(folder, name))]));
  const text = `${JSON.stringify({ ...manifest, files }, null, 2)}\n`;
  writeFileSync(path.join(folder, fileName), text);
  return sha256(text);
}

/**
 * Reads a plan's manifest and checks the files against it. Without the approved digest this detects mixed-up and
 * damaged files, but not a forger who also changes the manifest: take plans only from where nobody else can write.
 *
 * @param approvedDigest what `writeManifest` returned for the plan that was approved
 * @throws CommandError if there is no plan, it is for another workspace or not the approved one, or a file is not the
 *   reviewed one
 */
export function readManifest(folder: string, workspace: string, approvedDigest?: string): Manifest {
  const planAgain = `Create a new one with "npm run plan -- --workspace ${workspace}".`;
  const text = contentOf(path.join(folder, fileName));
  const manifest = text && parsed(text);
  if (!manifest) {
    throw new CommandError(`There is no plan in ${folder}. ${planAgain}`);
  }
  const digest = sha256(text);
  if (manifest.workspace !== workspace) {
    throw new CommandError(
      `The plan in ${folder} is for "${manifest.workspace}", not for "${workspace}": nothing was changed. ` +
        `Name its workspace, or create a plan with "npm run plan -- --workspace ${workspace}".`,
    );
  }
  if (approvedDigest !== undefined && approvedDigest !== digest) {
    throw new CommandError(
      `The plan in ${folder} has the digest ${digest}, but ${approvedDigest} was approved: nothing was changed. ` +
        `Apply the plan that was approved, or create a new one with "npm run plan -- --workspace ${workspace}" and ` +
        'have it approved.',
    );
  }
  for (const name of manifest.stacks.flatMap((stack) => Object.values(filesOf(stack.name)))) {
    if (manifest.files[name] !== sha256OfFile(path.join(folder, name))) {
      throw new CommandError(`${path.join(folder, name)} is not the file that was reviewed. ${planAgain}`);
    }
  }
  return manifest;
}

function parsed(text: Buffer): Manifest | undefined {
  try {
    return JSON.parse(text.toString('utf8')) as Manifest;
  } catch {
    return undefined; // cut short
  }
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** Undefined if the file cannot be read. */
function sha256OfFile(file: string): string | undefined {
  const content = contentOf(file);
  return content && sha256(content);
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
