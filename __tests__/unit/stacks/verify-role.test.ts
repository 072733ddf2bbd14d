import { checklist } from '../../../commands/verify/checklist';
import { errorHandlingCheck } from '../../../commands/verify/checks/error-handling';
import { Facts } from '../../../commands/verify/facts';
import { logDeliveryCheck } from '../../../commands/verify/checks/log-delivery';
import { sendChecks } from '../../../commands/verify/checks/sent-file';
import { Sending } from '../../../commands/verify/sending';
import { environmentOf } from '../../../settings/environments';
import {
  bucket,
  deploymentRoles,
  iam,
  inRegion,
  logGroup,
  orchestrator,
  policyOf,
  roleIn,
  state,
  statementsOf,
  type Workspace,
} from '../../helpers/deployment-roles';

const inputBucketName = 'siftbeam-input';
const verify = roleIn('verify', 'test', { inputBucketName });
const verifyWithoutBucket = roleIn('verify', 'test');

/** The resources on which `verify` does each action in a workspace. */
function resourcesOf(workspace: Workspace): Record<string, string[]> {
  const suffix = workspace === 'live' ? '' : '-test';
  const name = `ServiceProcessingOrchestrator${suffix}`;
  const secretName = workspace === 'live' ? 'siftbeam/stripe/api-key' : 'siftbeam/test/stripe/api-key';
  const secret = inRegion('secretsmanager', `secret:${secretName}-AbCdEf`);
  const recovery = `StripeMeterEventRecovery${suffix}`;
  const roles = [name, recovery, `${recovery}-scheduler`].map((of) => iam(`role/${of}-role`));
  const topic = inRegion('sns', `StripeMeterSendFailure${suffix}`);
  const history = inRegion('dynamodb', `table/siftbeam-processing-history${suffix}`);
  const mapping = inRegion('dynamodb', `table/siftbeam-policy-stepfunction-mapping${suffix}`);
  const ledger = inRegion('dynamodb', `table/siftbeam-stripe-meter-events${suffix}`);
  const alarms = ['SendFailure', 'EventsOverdue', 'RecoverySilent'].map((what) =>
    inRegion('cloudwatch', `alarm:StripeMeter${what}${suffix}`),
  );
  const log = logGroup(name);
  return {
    'secretsmanager:DescribeSecret': [secret],
    'secretsmanager:ListSecretVersionIds': [secret],
    'secretsmanager:GetSecretValue': [secret],
    'events:DescribeConnection': [inRegion('events', `connection/siftbeam-stripe${suffix}/uuid`)],
    'iam:GetRole': roles,
    'iam:GetRolePolicy': roles,
    'iam:SimulatePrincipalPolicy': roles,
    'iam:ListRolePolicies': roles,
    'iam:ListAttachedRolePolicies': roles,
    'states:DescribeStateMachine': [recovery, `CopyFile${suffix}`].map(orchestrator),
    'scheduler:GetSchedule': [inRegion('scheduler', `schedule/default/${recovery}`)],
    'states:ListExecutions': [orchestrator(name), orchestrator(recovery)],
    'states:StartExecution': [orchestrator(name)],
    'states:DescribeExecution': [
      inRegion('states', `execution:${name}:verify-uuid`),
      inRegion('states', `execution:${recovery}:uuid`),
    ],
    'dynamodb:DescribeTable': [history, mapping, ledger],
    'dynamodb:DescribeContinuousBackups': [history, mapping, ledger],
    'dynamodb:DescribeTimeToLive': [history, mapping, ledger],
    'dynamodb:Scan': [mapping],
    'dynamodb:Query': [`${ledger}/index/open`],
    'dynamodb:GetItem': [history, ledger],
    'dynamodb:DeleteItem': [history, ledger],
    'cloudwatch:DescribeAlarms': alarms,
    'sns:ListSubscriptionsByTopic': [topic],
    'logs:FilterLogEvents': [`${log}:*`],
    's3:PutObject': [
      `arn:aws:s3:::siftbeam-input${workspace === 'live' ? '-live' : ''}/verify/uuid/verify.txt`,
    ],
  };
}

// AWS demands no permission for the first, and a key of AWS's own for Secrets Manager none for the second.
const needsNoPermission = ['sts:GetCallerIdentity', 'kms:Decrypt'];

function actionsOfChecks(): string[] {
  const facts = new Facts(environmentOf('test'));
  const sending = new Sending(facts, {
    file: { name: 'verify.txt', body: new Uint8Array(1) },
    waitSeconds: 0,
  });
  const checks = [
    ...checklist(facts),
    ...sendChecks(facts, sending),
    errorHandlingCheck(facts, sending),
    logDeliveryCheck(facts, 0),
  ];
  const actions = new Set(checks.flatMap((check) => check.actions));
  return [...actions].filter((action) => !needsNoPermission.includes(action));
}

describe('the verify role', () => {
  test('exists in test alone, because in live a send bills somebody', () => {
    const names = (workspace: Workspace) =>
      Object.values<{ name: string }>(deploymentRoles(workspace).aws_iam_role).map(({ name }) => name);
    expect(names('test')).toContain('siftbeam-stripe-verify-test');
    expect(names('live').sort()).toEqual(['siftbeam-stripe-deploy-live', 'siftbeam-stripe-plan-live']);
  });

  test('is for the jobs that may deploy test, since it reads the key: no pull request gets it', () => {
    const { 'github_verify-role': own, 'github_deploy-role': deploy } = deploymentRoles('test').aws_iam_role;
    expect(own.assume_role_policy).toBe(deploy.assume_role_policy);
    expect(own.assume_role_policy).not.toContain('pull_request');
  });

  test.each(actionsOfChecks())('may %s, which a line of verify needs', (action) => {
    const resources = resourcesOf('test')[action] ?? [];
    expect(resources).not.toEqual([]);
    for (const resource of resources) {
      expect([resource, verify(action, resource)]).toEqual([resource, 'allowed']);
    }
  });

  test('may do nothing else', () => {
    const allowed = JSON.parse(policyOf('verify', 'test', { inputBucketName })).Statement.flatMap(
      ({ Action }: { Action: string[] }) => Action,
    );
    expect([...new Set(allowed)].sort()).toEqual(actionsOfChecks().sort());
    expect(statementsOf('verify', 'test').filter(({ Resource }) => Resource === '*')).toEqual([]);
  });

  test('reaches nothing of live but its alarms, which AWS lists with those of test', () => {
    const reached = Object.entries(resourcesOf('live')).filter(([action, resources]) =>
      resources.some((resource) => verify(action, resource) !== 'implicitDeny'),
    );
    expect(reached.map(([action]) => action)).toEqual(['cloudwatch:DescribeAlarms']);
  });

  test('deletes nothing but what the failure that it caused left, since a record is the proof of what was billed', () => {
    const remove = (table: string, id: string) =>
      verify('dynamodb:DeleteItem', inRegion('dynamodb', `table/siftbeam-${table}-test`), {
        'dynamodb:LeadingKeys': id,
      });
    const [history, ledger] = ['processing-history', 'stripe-meter-events'];
    expect(remove(history!, 'verify-failure-uuid')).toBe('allowed');
    expect(remove(ledger!, 'verify-failure-uuid')).toBe('allowed');
    expect(remove(ledger!, '#usage-check/cus_verify_failure/1767229200')).toBe('allowed');
    expect(remove(history!, 'upload-1')).toBe('implicitDeny');
    expect(remove(ledger!, 'upload-1')).toBe('implicitDeny');
    expect(remove(ledger!, '#usage-check/cus_1/1767229200')).toBe('implicitDeny');
    expect(remove(ledger!, '#recovery-lease')).toBe('implicitDeny');
  });

  test('starts, stops and changes nothing of recovery, which bills', () => {
    const recovery = orchestrator('StripeMeterEventRecovery-test');
    const schedule = inRegion('scheduler', 'schedule/default/StripeMeterEventRecovery-test');
    expect(verify('states:StartExecution', recovery)).toBe('implicitDeny');
    expect(verify('scheduler:UpdateSchedule', schedule)).toBe('implicitDeny');
    const ledger = inRegion('dynamodb', 'table/siftbeam-stripe-meter-events-test');
    for (const action of ['PutItem', 'UpdateItem', 'Scan']) {
      expect(verify(`dynamodb:${action}`, ledger)).toBe('implicitDeny');
    }
  });

  test('cannot read a state, which holds more than it needs: the job before it has planned and applied', () => {
    expect(verify('s3:ListBucket', bucket('test'))).toBe('implicitDeny');
    expect(verify('s3:GetObject', state('test', 'service-processing'))).toBe('implicitDeny');
  });

  test('uploads to the bucket of the settings under verify/ alone, and nowhere if they name none', () => {
    const upload = 'arn:aws:s3:::siftbeam-input/verify/uuid/verify.txt';
    expect(verify('s3:PutObject', upload)).toBe('allowed');
    expect(verify('s3:PutObject', 'arn:aws:s3:::siftbeam-input/uploads/file')).toBe('implicitDeny');
    expect(verifyWithoutBucket('s3:PutObject', upload)).toBe('implicitDeny');
  });

  test('is among the roles that a plan of the deployment roles reads, or every night would report a failure', () => {
    const plan = roleIn('plan', 'test');
    expect(plan('iam:GetRolePolicy', iam('role/siftbeam-stripe-verify-test'))).toBe('allowed');
  });

  test('cannot be changed by the role that deploys, which would give itself the key', () => {
    const deploy = roleIn('deploy', 'test');
    for (const action of ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:PassRole']) {
      expect(deploy(action, iam('role/siftbeam-stripe-verify-test'))).not.toBe('allowed');
    }
  });
});
