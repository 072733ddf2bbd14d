import type { App, TerraformStack } from 'cdktf';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { environmentNames, type EnvironmentName } from '../../settings/environment-names';
import { environmentOf } from '../../settings/environments';
import { localStateFolder } from '../../settings/stacks';
import { bucketOfLastInit, forgetLastInit } from './last-init';

/**
 * Lets `terraform init` go from one workspace to the other in the same synthesized folder: it does not know a workspace
 * without a local folder, and would offer to move the other workspace's state into this one's bucket.
 */
export function prepareWorkspaceSwitch(app: App, workspace: EnvironmentName): void {
  mkdirSync(path.join(localStateFolder, workspace), { recursive: true });
  const otherBuckets = environmentNames
    .filter((name) => name !== workspace)
    .map((name) => environmentOf(name).names.stateBucket);
  for (const stack of app.node.children as TerraformStack[]) {
    const folder = path.join(app.outdir, 'stacks', stack.node.id);
    if (otherBuckets.includes(bucketOfLastInit(folder) ?? '')) {
      forgetLastInit(folder);
    }
  }
}
