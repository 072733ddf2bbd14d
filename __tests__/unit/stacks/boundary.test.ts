import { evaluateRole, type RolePermissions } from '../../../local/iam/evaluate';
import { parsePolicy } from '../../../local/iam/policy';
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
  ['states:StartExecution', orchestrator()],
  ['states:StartExecution', orchestrator('CopyFile')],
  ['states:UpdateStateMachine', orchestrator()],
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
  ['iam:PutRolePolicy', iam('role/ServiceProcessingOrchestrator-role')],
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
  /** Without it the table above would prove nothing of what a role could do. */
  const stack = synthesized(ServiceProcessingStack, workspace, withRepository);
  const policy: string = stack.resource('aws_iam_role_policy').policy;
  const deployed = policy
    .replace(/\$\{data\.aws_secretsmanager_secret[^}]+\}/, secretArn(workspace))
    .replace(
      /\$\{data\.aws_cloudwatch_event_connection[^}]+\}/,
      inUuid(`siftbeam-stripe${workspace === 'test' ? '-test' : ''}`),
    );
  const statements: Statement[] = JSON.parse(deployed).Statement;
  const needed = statements.flatMap(({ Action, Resource, Condition }) =>
    Action.flatMap((action) =>
      [Resource]
        .flat()
        .map((resource) => [action, resource.replace(/(?<=.)\*$/, 'x'), Condition?.StringEquals] as const),
    ),
  );

  test.each(needed)(
    'lets the execution role %s on %s, which its policy allows',
    (action, resource, context) => {
      expect(deployed).not.toContain('${');
      const role = asking({ identity: [parsePolicy(deployed)], boundary: boundary(workspace) });
      expect(role(action, resource, { ...context })).toBe('allowed');
    },
  );

  test('lets no role send the key anywhere but to the meter events of Stripe', () => {
    const role = asking({ identity: [parsePolicy(everything)], boundary: boundary(workspace) });
    const machine = orchestrator(
      workspace === 'test' ? 'ServiceProcessingOrchestrator-test' : 'ServiceProcessingOrchestrator',
    );
    const elsewhere = { 'states:HTTPMethod': 'POST', 'states:HTTPEndpoint': 'https://example.com/' };
    expect(role('states:InvokeHTTPEndpoint', machine, elsewhere)).toBe('implicitDeny');
  });
});

function secretArn(workspace: Workspace): string {
  const name = workspace === 'test' ? 'siftbeam/test/stripe/api-key' : 'siftbeam/stripe/api-key';
  return inRegion('secretsmanager', `secret:${name}-AbCdEf`);
}
