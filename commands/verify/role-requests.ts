import type { Statement } from '../../modules/policies/statement';
import { arnsOf } from '../../settings/arns';
import { meterEventsUrl, metersUrl } from '../../settings/catalog';
import type { DeployedArns } from '../../stacks/deployed-values';
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

/** What a role must be allowed, statement by statement. */
export function neededRequests(statements: readonly Statement[]): SimulatedRequests[] {
  // A pattern cannot be simulated; any name stands for all of them.
  const example = (pattern: string) => pattern.replace(/\*/g, 'verify');
  return statements.map(({ Sid, Action, Resource, Condition = {} }) => ({
    reason: Sid,
    actions: Action,
    resources: [Resource]
      .flat()
      .filter((resource) => resource !== '*')
      .map(example),
    context: Object.fromEntries(
      Object.values(Condition as Record<string, Record<string, string>>)
        .flatMap(Object.entries<string>)
        .map(([key, value]) => [key, example(value)]),
    ),
  }));
}

/** What each role must not be allowed: one step beyond each statement, and what would give it more permissions. */
export function forbiddenRequests(environment: Environment, deployed: DeployedArns, roleArn: string) {
  const arns = arnsOf(environment);
  const { accountId, region, names } = environment;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const request = (
    reason: string,
    actions: string | string[],
    resource: string,
    context: Record<string, string> = {},
  ): SimulatedRequests => ({ reason, actions: [actions].flat(), resources: [resource], context });
  const invoke = 'states:InvokeHTTPEndpoint';
  const http = (method: string, url: string) => ({ 'states:HTTPMethod': method, 'states:HTTPEndpoint': url });
  const stripe = new URL(meterEventsUrl).origin;
  const start = (machine: string) =>
    request('start another state machine', 'states:StartExecution', arn('states', `stateMachine:${machine}`));
  const key = request(
    'read the Stripe key',
    ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    deployed.secretArn,
  );
  const anyRole = [
    key,
    request('widen its own permissions', ['iam:PutRolePolicy', 'iam:AttachRolePolicy'], roleArn),
    request('pass a role', 'iam:PassRole', roleArn),
  ];
  const anyMachine = (machineArn: string) => [
    ...anyRole,
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
    request('call another URL of Stripe', invoke, machineArn, http('POST', `${stripe}/v1/refunds`)),
    request('call another server', invoke, machineArn, http('POST', 'https://example.com/')),
    request('call with another method', invoke, machineArn, http('DELETE', meterEventsUrl)),
    request('change a meter', invoke, machineArn, http('POST', `${metersUrl}/mtr_verify/deactivate`)),
    start('another'),
    request(
      'use another table',
      ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      arn('dynamodb', 'table/another'),
    ),
    request('change a mapping', ['dynamodb:PutItem', 'dynamodb:UpdateItem'], arns.policyMappingTable),
    request('delete or list records', ['dynamodb:DeleteItem', 'dynamodb:Scan'], arns.processingHistoryTable),
    request(
      'delete from the ledger or list it',
      ['dynamodb:DeleteItem', 'dynamodb:DeleteTable', 'dynamodb:UpdateTimeToLive', 'dynamodb:Scan'],
      arns.meterEventsTable,
    ),
    request('read the Terraform state', 's3:GetObject', `arn:aws:s3:::${names.stateBucket}/any`),
  ];
  return {
    orchestrator: [
      ...anyMachine(arns.stateMachine),
      request('start itself', 'states:StartExecution', arns.stateMachine),
    ],
    recovery: [
      ...anyMachine(arns.recoveryStateMachine),
      start(names.stateMachine),
      request('record a meter event', 'dynamodb:PutItem', arns.meterEventsTable),
    ],
    scheduler: [
      ...anyRole,
      start('another'),
      start(names.stateMachine),
      request(
        'stop a run',
        'states:StopExecution',
        arn('states', `execution:${names.recoveryStateMachine}:verify`),
      ),
    ],
  };
}
