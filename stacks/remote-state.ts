import { S3Backend } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../settings/environments';
import { stateKey, workspaceKeyPrefix } from '../settings/stacks';

/** Keeps the stack's state in the environment's bucket, encrypted, one object per stack and workspace. */
export function useRemoteState(stack: TerraformStack, environment: Environment): void {
  const backend = new S3Backend(stack, {
    bucket: environment.names.stateBucket,
    key: stateKey(stack.node.id),
    region: environment.region,
    encrypt: true,
    workspaceKeyPrefix,
    allowedAccountIds: [environment.accountId],
  });
  // The lock lies beside the state; cdktf 0.21 has no property for it.
  backend.addOverride('use_lockfile', true);
}
