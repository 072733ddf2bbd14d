import { S3Backend } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../settings/environments';

/** Keeps the stack's state in the environment's bucket, encrypted, one object per stack and workspace. */
export function useRemoteState(stack: TerraformStack, environment: Environment): void {
  const backend = new S3Backend(stack, {
    bucket: environment.names.stateBucket,
    key: `${stack.node.id}.tfstate`,
    region: environment.region,
    encrypt: true,
    workspaceKeyPrefix: 'workspaces',
    allowedAccountIds: [environment.accountId],
  });
  // The lock lies beside the state; cdktf 0.21 has no property for it.
  backend.addOverride('use_lockfile', true);
}
