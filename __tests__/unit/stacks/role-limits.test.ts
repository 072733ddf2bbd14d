import { evaluate } from '@usage-billing/local-aws/iam/evaluate';
import { parsePolicy } from '@usage-billing/local-aws/iam/policy';
import { arnsOf } from '../../../settings/arns';
import { meterEventsUrl, metersUrl } from '../../../settings/catalog';
import type { EnvironmentName } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { synthesized } from '../../helpers/synthesized';

interface Request {
  readonly reason: string;
  readonly actions: readonly string[];
  readonly resource: string;
  readonly context: Record<string, string>;
}

/** One step beyond each statement of a role, and what would give it more permissions. */
function forbidden(workspace: EnvironmentName, roleName: string) {
  const environment = environmentOf(workspace);
  const arns = arnsOf(environment);
  const { accountId, region, names } = environment;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const request = (
    reason: string,
    actions: string | string[],
    resource: string,
    context: Record<string, string> = {},
  ): Request => ({ reason, actions: [actions].flat(), resource, context });
  const roleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
  const invoke = 'states:InvokeHTTPEndpoint';
  const http = (method: string, url: string) => ({ 'states:HTTPMethod': method, 'states:HTTPEndpoint': url });
  const stripe = new URL(meterEventsUrl).origin;
  const start = (machine: string) =>
    request('start another state machine', 'states:StartExecution', arn('states', `stateMachine:${machine}`));
  const key = request(
    'read the Stripe key',
    ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    secretArn,
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

const secretArn = 'arn:aws:secretsmanager:ap-northeast-1:002689294103:secret:siftbeam/stripe/api-key-AbCdEf';
const values: Readonly<Record<string, string>> = {
  '${data.aws_secretsmanager_secret.secret.arn}': secretArn,
  '${data.aws_cloudwatch_event_connection.connection.arn}':
    'arn:aws:events:ap-northeast-1:002689294103:connection/siftbeam-stripe/uuid',
};

/** A role's policy as the stack deploys it. */
function policyOf(workspace: EnvironmentName, resource: string): string {
  const { policy } = synthesized(ServiceProcessingStack, workspace).resource(
    'aws_iam_role_policy',
    resource,
  ) as {
    policy: string;
  };
  const { recoveryStateMachine } = arnsOf(environmentOf(workspace));
  return Object.entries(values)
    .reduce((text, [reference, value]) => text.replaceAll(reference, value), policy)
    .replaceAll('${aws_sfn_state_machine.recovery_state-machine_machine.arn}', recoveryStateMachine);
}

describe.each(['test', 'live'] as const)('in %s', (workspace) => {
  const { names } = environmentOf(workspace);

  test.each([
    ['orchestrator', names.executionRole, 'execution-role_policy'],
    ['recovery', names.recoveryRole, 'recovery_role_policy'],
    ['scheduler', names.schedulerRole, 'recovery_schedule_policy'],
  ] as const)('the role of %s may do nothing beyond its needs', (role, name, resource) => {
    const text = policyOf(workspace, resource);
    expect(text).not.toContain('${');
    const policy = parsePolicy(text);
    const allowed = forbidden(workspace, name)[role].filter(({ actions, resource: on, context }) =>
      actions.some((action) => evaluate([policy], { action, resource: on, context }) === 'allowed'),
    );
    expect(allowed.map(({ reason }) => reason)).toEqual([]);
  });
});
