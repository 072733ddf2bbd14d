import { executionStatements } from '../../modules/policies/execution-statements';
import { arnsOf } from '../../settings/arns';
import { meterEventsUrl } from '../../settings/catalog';
import { executionPermissionsOf, type DeployedArns } from '../../stacks/deployed-values';
import type { Environment } from '../../settings/environments';

/** Requests to simulate together: every action on every resource. */
export interface SimulatedRequests {
  /** The statement that must allow them, or why they must be denied. */
  readonly reason: string;
  readonly actions: readonly string[];
  /** Empty if the actions have no resource. */
  readonly resources: readonly string[];
  readonly context: Readonly<Record<string, string>>;
}

/**
 * What the role must be allowed, statement by statement.
 *
 * @param connectionSecretArn the managed secret of the deployed connection
 */
export function neededRequests(
  environment: Environment,
  deployed: DeployedArns,
  connectionSecretArn: string,
): SimulatedRequests[] {
  const permissions = { ...executionPermissionsOf(environment, deployed), connectionSecretArn };
  return executionStatements(permissions).map(({ Sid, Action, Resource, Condition }) => ({
    reason: Sid,
    actions: Action,
    resources: [Resource]
      .flat()
      .filter((resource) => resource !== '*')
      // A pattern cannot be simulated; any execution stands for all of them.
      .map((resource) => resource.replace(/\*$/, 'verify')),
    context: (Condition as { StringEquals?: Record<string, string> } | undefined)?.StringEquals ?? {},
  }));
}

/** What the role must not be allowed: one step beyond each statement, and what would give it more permissions. */
export function forbiddenRequests(
  environment: Environment,
  deployed: DeployedArns,
  roleArn: string,
): SimulatedRequests[] {
  const arns = arnsOf(environment);
  const { accountId, region, names } = environment;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const http = (method: string, url: string) => ({ 'states:HTTPMethod': method, 'states:HTTPEndpoint': url });
  const request = (
    reason: string,
    actions: string | string[],
    resource: string,
    context: Record<string, string> = {},
  ) => ({ reason, actions: [actions].flat(), resources: [resource], context });
  const invoke = 'states:InvokeHTTPEndpoint';
  const stripe = new URL(meterEventsUrl).origin;
  return [
    request(
      'read the Stripe key',
      ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
      deployed.secretArn,
    ),
    request(
      'read another secret',
      'secretsmanager:GetSecretValue',
      arn('secretsmanager', 'secret:another-AbCdEf'),
    ),
    request(
      "read another connection's key",
      'secretsmanager:GetSecretValue',
      arn('secretsmanager', 'secret:events!connection/another/uuid/auth-AbCdEf'),
    ),
    request(
      'use another connection',
      'events:RetrieveConnectionCredentials',
      arn('events', 'connection/another/uuid'),
    ),
    request('call another URL of Stripe', invoke, arns.stateMachine, http('POST', `${stripe}/v1/refunds`)),
    request('call another server', invoke, arns.stateMachine, http('POST', 'https://example.com/')),
    request('call with another method', invoke, arns.stateMachine, http('DELETE', meterEventsUrl)),
    request('start another state machine', 'states:StartExecution', arn('states', 'stateMachine:another')),
    request('start itself', 'states:StartExecution', arns.stateMachine),
    request(
      'use another table',
      ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      arn('dynamodb', 'table/another'),
    ),
    request('change a mapping', ['dynamodb:PutItem', 'dynamodb:UpdateItem'], arns.policyMappingTable),
    request('delete or list records', ['dynamodb:DeleteItem', 'dynamodb:Scan'], arns.processingHistoryTable),
    request('widen its own permissions', ['iam:PutRolePolicy', 'iam:AttachRolePolicy'], roleArn),
    request('pass a role', 'iam:PassRole', roleArn),
    request('read the Terraform state', 's3:GetObject', `arn:aws:s3:::${names.stateBucket}/any`),
  ];
}
