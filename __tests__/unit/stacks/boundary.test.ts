import { evaluateRole, type RolePermissions } from '@usage-billing/local-aws/iam/evaluate';
import { parsePolicy } from '@usage-billing/local-aws/iam/policy';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import {
  boundaryOf,
  bucket,
  iam,
  inRegion,
  orchestrator,
  policyOf,
  state,
  withRepository,
  type Statement,
  type Workspace,
} from '../../helpers/deployment-roles';
import { synthesized } from '../../helpers/synthesized';

const asking =
  (permissions: RolePermissions) =>
  (action: string, resource: string, context: Record<string, string> = {}) =>
    evaluateRole(permissions, { action, resource, context });

const everything = JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const boundary = (workspace: Workspace) => parsePolicy(boundaryOf(workspace));

/** The most that a role can do which a deployment writes: its policy allows everything. */
const written = asking({ identity: [parsePolicy(everything)], boundary: boundary('test') });
/** The deploy role itself, which has no boundary. */
const deploy = asking({ identity: [parsePolicy(policyOf('deploy', 'test'))] });

const inUuid = (name: string) => inRegion('events', `connection/${name}/8d6b6d0e`);
const table = (name: string) => inRegion('dynamodb', `table/siftbeam-${name}`);
const managedSecret = (name: string) =>
  inRegion('secretsmanager', `secret:events!connection/${name}/8d6b6d0e/auth-AbCdEf`);

/** Ways to live; each with what a role of test might pretend. */
const attempts: [string, string, Record<string, string>?][] = [
  ['secretsmanager:GetSecretValue', inRegion('secretsmanager', 'secret:siftbeam/stripe/api-key-AbCdEf')],
  ['secretsmanager:DescribeSecret', inRegion('secretsmanager', 'secret:siftbeam/stripe/api-key-AbCdEf')],
  ['secretsmanager:PutSecretValue', inRegion('secretsmanager', 'secret:siftbeam/stripe/api-key-AbCdEf')],
  ['secretsmanager:GetSecretValue', managedSecret('siftbeam-stripe')],
  ['secretsmanager:DescribeSecret', managedSecret('siftbeam-stripe')],
  ['events:RetrieveConnectionCredentials', inUuid('siftbeam-stripe')],
  ['events:RetrieveConnectionCredentials', inRegion('events', 'connection/siftbeam-stripe')],
  ['events:UpdateConnection', inUuid('siftbeam-stripe')],
  ['cloudformation:UpdateStack', inRegion('cloudformation', 'stack/siftbeam-stripe-connection/8d6b6d0e')],
  ['dynamodb:GetItem', table('processing-history')],
  ['dynamodb:UpdateItem', table('processing-history')],
  ['dynamodb:Scan', table('processing-history')],
  ['dynamodb:GetItem', table('policy-stepfunction-mapping')],
  ['dynamodb:DeleteTable', table('processing-history')],
  ['dynamodb:PutItem', table('stripe-meter-events')],
  ['dynamodb:UpdateItem', table('stripe-meter-events')],
  ['dynamodb:Query', table('stripe-meter-events/index/open')],
  ['dynamodb:Query', table('stripe-meter-events/index/customer')],
  ['dynamodb:DeleteTable', table('stripe-meter-events')],
  ['states:StartExecution', orchestrator()],
  ['states:StartExecution', orchestrator('CopyFile')],
  ['states:UpdateStateMachine', orchestrator()],
  ['states:StartExecution', orchestrator('StripeMeterEventRecovery')],
  ['states:UpdateStateMachine', orchestrator('StripeMeterEventRecovery')],
  ['states:RedriveExecution', inRegion('states', 'execution:StripeMeterEventRecovery/Items:8d6b6d0e')],
  ['states:StopExecution', inRegion('states', 'execution:StripeMeterEventRecovery:8d6b6d0e')],
  ['scheduler:UpdateSchedule', inRegion('scheduler', 'schedule/default/StripeMeterEventRecovery')],
  ['scheduler:DeleteSchedule', inRegion('scheduler', 'schedule/default/StripeMeterEventRecovery')],
  ['cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'siftbeam/billing' }],
  ['cloudwatch:PutMetricAlarm', inRegion('cloudwatch', 'alarm:StripeMeterRecoverySilent')],
  ['states:RedriveExecution', inRegion('states', 'execution:ServiceProcessingOrchestrator:8d6b6d0e')],
  ['states:StopExecution', inRegion('states', 'execution:CopyFile:8d6b6d0e')],
  ['states:DescribeExecution', inRegion('states', 'execution:CopyFile:8d6b6d0e')],
  [
    'states:InvokeHTTPEndpoint',
    orchestrator(),
    {
      'states:HTTPMethod': 'POST',
      'states:HTTPEndpoint': 'https://api.stripe.com/v1/billing/meter_events',
    },
  ],
  ['s3:GetObject', state('live', 'service-processing')],
  ['s3:PutObject', state('live', 'service-processing')],
  ['s3:DeleteObject', `${state('live', 'service-processing')}.tflock`],
  ['s3:ListBucket', bucket('live')],
  [
    'states:InvokeHTTPEndpoint',
    orchestrator('StripeMeterEventRecovery'),
    {
      'states:HTTPMethod': 'GET',
      'states:HTTPEndpoint': 'https://api.stripe.com/v1/billing/meters/mtr_1/event_summaries',
    },
  ],
  ['iam:PutRolePolicy', iam('role/ServiceProcessingOrchestrator-role')],
  ['iam:PutRolePolicy', iam('role/StripeMeterEventRecovery-role')],
  ['iam:PassRole', iam('role/StripeMeterEventRecovery-role')],
  ['iam:PassRole', iam('role/StripeMeterEventRecovery-scheduler-role')],
  ['iam:PassRole', iam('role/ServiceProcessingOrchestrator-role')],
  ['iam:PutRolePolicy', iam('role/siftbeam-stripe-deploy-live')],
  ['iam:CreateRole', iam('role/another')],
  ['iam:PassRole', iam('role/another')],
  ['sts:AssumeRole', iam('role/siftbeam-stripe-deploy-live')],
  ['sts:AssumeRole', iam('role/ServiceProcessingOrchestrator-role')],
];

/** What the deploy role of test can say of its requests. */
const pretended = {
  'aws:CalledViaFirst': 'cloudformation.amazonaws.com',
  'iam:PermissionsBoundary': iam('policy/siftbeam-stripe-boundary-test'),
  'iam:PassedToService': 'states.amazonaws.com',
};

describe.each(attempts)('%s on %s of live', (action, resource, context) => {
  test('is out of reach of a role that a deployment of test writes, even if its policy allows everything', () => {
    expect(written(action, resource, context)).not.toBe('allowed');
  });

  test('is out of reach of the deploy role of test, also through CloudFormation', () => {
    expect(deploy(action, resource, context)).not.toBe('allowed');
    expect(deploy(action, resource, { ...pretended, ...context })).not.toBe('allowed');
  });
});

describe.each(['test', 'live'] as const)('the boundary of %s', (workspace) => {
  const suffix = workspace === 'test' ? '-test' : '';
  const machineOf = (name: string) => orchestrator(`${name}${suffix}`);
  /** Without it the table above would prove nothing of what a role could do. */
  const stack = synthesized(ServiceProcessingStack, workspace, withRepository);
  const references: [RegExp, string][] = [
    [/\$\{data\.aws_secretsmanager_secret[^}]+\}/g, secretArn(workspace)],
    [/\$\{data\.aws_cloudwatch_event_connection[^}]+\}/g, inUuid(`siftbeam-stripe${suffix}`)],
    [/\$\{aws_sfn_state_machine\.recovery[^}]+\}/g, machineOf('StripeMeterEventRecovery')],
  ];
  const deployed = Object.entries<{ policy: string }>(stack.terraform.resource.aws_iam_role_policy).map(
    ([name, { policy }]) =>
      [name, references.reduce((text, [reference, arn]) => text.replace(reference, arn), policy)] as const,
  );
  const needed = deployed.flatMap(([name, policy]) =>
    (JSON.parse(policy).Statement as Statement[]).flatMap(({ Action, Resource, Condition }) =>
      Action.flatMap((action) =>
        [Resource].flat().map((resource) => ({
          name,
          action,
          resource: resource.replace(/(?<=.)\*$/, 'x'),
          policy,
          context: exampleOf({ ...Condition?.StringEquals, ...Condition?.StringLike }),
        })),
      ),
    ),
  );

  test.each(needed)(
    'lets the role of $name $action on $resource, which its policy allows',
    ({ action, resource, policy, context }) => {
      expect(policy).not.toContain('${');
      const role = asking({ identity: [parsePolicy(policy)], boundary: boundary(workspace) });
      expect(role(action, resource, context)).toBe('allowed');
    },
  );

  test.each(['ServiceProcessingOrchestrator', 'StripeMeterEventRecovery'])(
    'lets no role of %s send the key anywhere but to the meters and meter events of Stripe',
    (name) => {
      const role = asking({ identity: [parsePolicy(everything)], boundary: boundary(workspace) });
      const call = (method: string, url: string) =>
        role('states:InvokeHTTPEndpoint', machineOf(name), {
          'states:HTTPMethod': method,
          'states:HTTPEndpoint': url,
        });
      expect(call('POST', 'https://api.stripe.com/v1/billing/meter_events')).toBe('allowed');
      expect(call('POST', 'https://example.com/')).toBe('implicitDeny');
      expect(call('GET', 'https://api.stripe.com/v1/customers')).toBe('implicitDeny');
    },
  );

  test('lets the orchestrator ask Stripe nothing, whatever its policy says', () => {
    const role = asking({ identity: [parsePolicy(everything)], boundary: boundary(workspace) });
    const context = {
      'states:HTTPMethod': 'GET',
      'states:HTTPEndpoint': 'https://api.stripe.com/v1/billing/meters',
    };
    const call = (name: string) => role('states:InvokeHTTPEndpoint', machineOf(name), context);
    expect(call('ServiceProcessingOrchestrator')).toBe('implicitDeny');
    expect(call('StripeMeterEventRecovery')).toBe('allowed');
  });
});

/** Values that match the patterns of a condition. */
function exampleOf(patterns: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(patterns).map(([key, pattern]) => [key, pattern.replace('*', 'x')]),
  );
}

function secretArn(workspace: Workspace): string {
  const name = workspace === 'test' ? 'siftbeam/test/stripe/api-key' : 'siftbeam/stripe/api-key';
  return inRegion('secretsmanager', `secret:${name}-AbCdEf`);
}
