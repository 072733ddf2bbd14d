import type { App, TerraformStack } from 'cdktf';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environmentNames, environmentOf, type EnvironmentName } from '../../settings/environments';
import { localStateFolder } from '../../settings/stacks';

/**
 * Lets `terraform init` go from one workspace to the other in the same synthesized folder. By itself it would
 * refuse: it does not know a workspace without a local folder, and finding another bucket than the last time it
 * offers to move the other environment's state there.
 */
export function prepareWorkspaceSwitch(app: App, workspace: EnvironmentName): void {
  mkdirSync(path.join(localStateFolder, workspace), { recursive: true });
  const otherBuckets = environmentNames
    .filter((name) => name !== workspace)
    .map((name) => environmentOf(name).names.stateBucket);
  for (const stack of app.node.children as TerraformStack[]) {
    const note = path.join(app.outdir, 'stacks', stack.node.id, '.terraform', 'terraform.tfstate');
    if (existsSync(note) && otherBuckets.includes(bucketOf(note))) {
      rmSync(note);
    }
  }
}

/** The bucket in Terraform's note of the last `init`, which holds the backend's settings and nothing else. */
function bucketOf(note: string): string {
  const { backend } = JSON.parse(readFileSync(note, 'utf8')) as {
    backend?: { config?: { bucket?: string } };
  };
  return backend?.config?.bucket ?? '';
}
