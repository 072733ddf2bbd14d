import type { EnvironmentName } from './environment-names';
import type { Environment } from './environments';
import { githubRepositoryOf } from './github';

/**
 * The stacks in the order in which a new account needs them: each needs what those before it create.
 * `deployment-roles` exists only where the settings name a GitHub repository.
 */
export const stackNames = [
  'state-backend',
  'stripe-secret',
  'stripe-connection',
  'deployment-roles',
  'service-processing',
] as const;

/** A stack, its folder below `cdktf.out/stacks`, and its state file have one name. */
export type StackName = (typeof stackNames)[number];

/** The stacks that an environment has, in their order. */
export const stacksOf = (environment: Environment): StackName[] =>
  stackNames.filter((stack) => stack !== 'deployment-roles' || githubRepositoryOf(environment));

/** Before the name of a workspace in the keys of the state bucket (`workspace_key_prefix` of Terraform's S3 backend). */
export const workspaceKeyPrefix = 'workspaces';

/** The key of a stack's state in its workspace's bucket, before Terraform puts the workspace in front of it. */
export const stateKey = (stack: string) => `${stack}.tfstate`;

/** The object in the state bucket: Terraform's S3 backend joins prefix, workspace and key. */
export const stateObjectKey = (workspace: EnvironmentName, stack: StackName) =>
  `${workspaceKeyPrefix}/${workspace}/${stateKey(stack)}`;

/** Where `state-backend` keeps its own state, one folder per workspace, beside `cdktf.json`. */
export const localStateFolder = 'terraform.tfstate.d';

/** The stacks in their order; one that is not of this project comes last. */
export function inStackOrder(stacks: readonly string[]): string[] {
  const known: readonly string[] = stackNames.filter((stack) => stacks.includes(stack));
  return [...known, ...stacks.filter((stack) => !known.includes(stack))];
}
