import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Where Terraform notes with which backend a stack's folder was initialized last: its settings and no state. */
const noteOf = (stackFolder: string) => path.join(stackFolder, '.terraform', 'terraform.tfstate');

/** The state bucket of the last `terraform init` in a stack's folder; undefined if there was none, or no bucket. */
export function bucketOfLastInit(stackFolder: string): string | undefined {
  const note = noteOf(stackFolder);
  if (!existsSync(note)) {
    return undefined;
  }
  const { backend } = JSON.parse(readFileSync(note, 'utf8')) as {
    backend?: { config?: { bucket?: string } };
  };
  return backend?.config?.bucket;
}

/**
 * Lets the next `terraform init` in a stack's folder start afresh. When it finds another backend than the last time,
 * such as the other workspace's bucket, it offers to move that state over instead.
 */
export function forgetLastInit(stackFolder: string): void {
  rmSync(noteOf(stackFolder), { force: true });
}
