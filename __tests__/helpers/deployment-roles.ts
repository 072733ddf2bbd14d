import { evaluate, type Decision } from '@usage-billing/local-aws/iam/evaluate';
import { parsePolicy } from '@usage-billing/local-aws/iam/policy';
import { DeploymentRolesStack } from '../../stacks/deployment-roles';
import type { Environment } from '../../settings/environments';
import { synthesized } from './synthesized';

export interface Statement {
  readonly Sid: string;
  readonly Action: string[];
  readonly Resource: string | string[];
  readonly Condition?: Readonly<Record<string, Record<string, string>>>;
}

export type Workspace = 'test' | 'live';
export type Role = 'plan' | 'deploy' | 'verify';

const account = '002689294103';

export const inRegion = (service: string, resource: string) =>
  `arn:aws:${service}:ap-northeast-1:${account}:${resource}`;
export const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
export const dashboard = (name: string) => `arn:aws:cloudwatch::${account}:dashboard/${name}`;
export const bucket = (workspace: Workspace) =>
  `arn:aws:s3:::siftbeam-terraform-state-${account}-${workspace}`;
export const state = (workspace: Workspace, stack: string) =>
  `${bucket(workspace)}/workspaces/${workspace}/${stack}.tfstate`;
export const orchestrator = (name = 'ServiceProcessingOrchestrator') =>
  inRegion('states', `stateMachine:${name}`);
export const logGroup = (name = 'ServiceProcessingOrchestrator') =>
  inRegion('logs', `log-group:/aws/vendedlogs/states/${name}`);

/** Settings with a repository, without which there are no deployment roles. */
export const withRepository = {
  githubRepository: 'siftbeam/stripe-usage-billing',
  githubRepositoryId: '901234567',
} as const;

/** The resources of the stack `deployment-roles`, by type and name, in settings with a repository. */
export const deploymentRoles = (workspace: Workspace, changed: Partial<Environment> = {}) =>
  synthesized(DeploymentRolesStack, workspace, { ...withRepository, ...changed }).terraform.resource;

export const policyOf = (role: Role, workspace: Workspace, changed: Partial<Environment> = {}): string =>
  deploymentRoles(workspace, changed).aws_iam_role_policy[`github_${role}-policy`].policy;

export const boundaryOf = (workspace: Workspace): string =>
  deploymentRoles(workspace).aws_iam_policy.boundary.policy;

export const statementsOf = (role: Role, workspace: Workspace): Statement[] =>
  JSON.parse(policyOf(role, workspace)).Statement;

export type Asked = (action: string, resource: string, context?: Record<string, string>) => Decision;

/** What a role's policy says of a request. */
export function roleIn(role: Role, workspace: Workspace, changed: Partial<Environment> = {}): Asked {
  const policy = parsePolicy(policyOf(role, workspace, changed));
  return (action, resource, context = {}) => evaluate([policy], { action, resource, context });
}
