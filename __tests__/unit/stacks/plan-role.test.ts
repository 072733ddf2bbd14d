import {
  bucket,
  dashboard,
  iam,
  inRegion,
  logGroup,
  orchestrator,
  roleIn,
  state,
  statementsOf,
} from '../../helpers/deployment-roles';

const inLive = roleIn('plan', 'live');
const inTest = roleIn('plan', 'test');
const testSecret = inRegion('secretsmanager', 'secret:siftbeam/test/stripe/api-key-AbCdEf');

describe('the plan role', () => {
  const verbs = statementsOf('plan', 'live')
    .flatMap(({ Action }) => Action)
    .map((action) => action.split(':')[1]!);

  test('only reads, because the code of a pull request runs with it before anybody has read that code', () => {
    const reading = /^(Get|List|Describe|Simulate|Validate|FilterLogEvents$|Scan$)/;
    expect(verbs.filter((verb) => !reading.test(verb))).toEqual([]);
    expect(verbs).not.toContain('GetSecretValue');
  });

  test('reads the state of its own workspace, and takes no lock that could hold up a deploy', () => {
    for (const stack of ['stripe-secret', 'service-processing', 'deployment-roles']) {
      expect(inLive('s3:GetObject', state('live', stack))).toBe('allowed');
      expect(inLive('s3:GetObject', state('test', stack))).toBe('implicitDeny');
      expect(inLive('s3:PutObject', `${state('live', stack)}.tflock`)).toBe('implicitDeny');
    }
  });

  test.each([
    [
      'secretsmanager:ListSecretVersionIds',
      inRegion('secretsmanager', 'secret:siftbeam/stripe/api-key-AbCdEf'),
    ],
    ['states:ListExecutions', orchestrator('ServiceProcessingOrchestrator')],
    ['states:DescribeStateMachine', orchestrator('CopyFile')],
    ['logs:FilterLogEvents', `${logGroup('ServiceProcessingOrchestrator')}:*`],
    ['dynamodb:DescribeTable', inRegion('dynamodb', 'table/siftbeam-processing-history')],
    ['dynamodb:DescribeContinuousBackups', inRegion('dynamodb', 'table/siftbeam-processing-history')],
    ['dynamodb:DescribeTimeToLive', inRegion('dynamodb', 'table/siftbeam-policy-stepfunction-mapping')],
    ['states:ListExecutions', orchestrator('StripeMeterEventRecovery')],
    ['dynamodb:DescribeTable', inRegion('dynamodb', 'table/siftbeam-stripe-meter-events')],
    ['iam:SimulatePrincipalPolicy', iam('role/StripeMeterEventRecovery-role')],
    ['dynamodb:Scan', inRegion('dynamodb', 'table/siftbeam-policy-stepfunction-mapping')],
  ])('may %s in live, where verify looks at what the application has made', (action, resource) => {
    expect(inLive(action, resource)).toBe('allowed');
  });

  test('reads no record and no meter event, because they name customers', () => {
    for (const name of ['processing-history', 'stripe-meter-events', 'stripe-meter-events/index/open']) {
      for (const action of ['dynamodb:Scan', 'dynamodb:GetItem', 'dynamodb:Query']) {
        expect(inLive(action, inRegion('dynamodb', `table/siftbeam-${name}`))).toBe('implicitDeny');
      }
    }
  });

  // Recorded from Terraform 1.11.4 with the AWS provider 5.100.0 as it refreshed the deployed stacks.
  test.each([
    ['s3:ListBucket', bucket('test')],
    ['secretsmanager:DescribeSecret', testSecret],
    ['secretsmanager:GetResourcePolicy', testSecret],
    ['events:DescribeConnection', inRegion('events', 'connection/siftbeam-stripe-test/uuid')],
    ['iam:GetRole', iam('role/ServiceProcessingOrchestrator-test-role')],
    ['iam:ListRolePolicies', iam('role/ServiceProcessingOrchestrator-test-role')],
    ['iam:ListAttachedRolePolicies', iam('role/ServiceProcessingOrchestrator-test-role')],
    ['iam:GetRolePolicy', iam('role/siftbeam-stripe-deploy-test')],
    ['iam:GetPolicy', iam('policy/siftbeam-stripe-boundary-test')],
    ['iam:GetPolicyVersion', iam('policy/siftbeam-stripe-boundary-test')],
    ['iam:GetOpenIDConnectProvider', iam('oidc-provider/token.actions.githubusercontent.com')],
    ['states:ValidateStateMachineDefinition', orchestrator('*')],
    ['states:DescribeStateMachine', orchestrator('ServiceProcessingOrchestrator-test')],
    ['states:ListStateMachineVersions', orchestrator('ServiceProcessingOrchestrator-test')],
    ['states:ListTagsForResource', orchestrator('ServiceProcessingOrchestrator-test')],
    ['logs:DescribeLogGroups', inRegion('logs', 'log-group::log-stream:')],
    ['logs:ListTagsForResource', logGroup('ServiceProcessingOrchestrator-test')],
    ['logs:DescribeMetricFilters', `${logGroup('ServiceProcessingOrchestrator-test')}:*`],
    ['cloudwatch:DescribeAlarms', inRegion('cloudwatch', 'alarm:StripeMeterSendFailure-test')],
    ['cloudwatch:DescribeAlarms', inRegion('cloudwatch', 'alarm:*')],
    ['cloudwatch:ListTagsForResource', inRegion('cloudwatch', 'alarm:StripeMeterSendFailure-test')],
    ['sns:GetTopicAttributes', inRegion('sns', 'StripeMeterSendFailure-test')],
    ['sns:ListTagsForResource', inRegion('sns', 'StripeMeterSendFailure-test')],
    ['sns:GetSubscriptionAttributes', inRegion('sns', 'StripeMeterSendFailure-test:uuid')],
    ['dynamodb:DescribeTable', inRegion('dynamodb', 'table/siftbeam-processing-history-test')],
    ['dynamodb:DescribeContinuousBackups', inRegion('dynamodb', 'table/siftbeam-processing-history-test')],
    ['dynamodb:DescribeTimeToLive', inRegion('dynamodb', 'table/siftbeam-policy-stepfunction-mapping-test')],
    ['dynamodb:ListTagsOfResource', inRegion('dynamodb', 'table/siftbeam-policy-stepfunction-mapping-test')],
    ['dynamodb:DescribeTable', inRegion('dynamodb', 'table/siftbeam-stripe-meter-events-test')],
    ['dynamodb:DescribeContinuousBackups', inRegion('dynamodb', 'table/siftbeam-stripe-meter-events-test')],
    ['dynamodb:DescribeTimeToLive', inRegion('dynamodb', 'table/siftbeam-stripe-meter-events-test')],
    ['dynamodb:ListTagsOfResource', inRegion('dynamodb', 'table/siftbeam-stripe-meter-events-test')],
    ['states:DescribeStateMachine', orchestrator('StripeMeterEventRecovery-test')],
    ['states:ListTagsForResource', orchestrator('StripeMeterEventRecovery-test')],
    ['scheduler:GetSchedule', inRegion('scheduler', 'schedule/default/StripeMeterEventRecovery-test')],
    ['logs:ListTagsForResource', logGroup('StripeMeterEventRecovery-test')],
    ['cloudwatch:ListTagsForResource', inRegion('cloudwatch', 'alarm:StripeMeterRecoverySilent-test')],
    ['cloudwatch:GetDashboard', dashboard('StripeMeterEvents-test')],
    ['iam:GetRolePolicy', iam('role/StripeMeterEventRecovery-test-role')],
    ['iam:GetRole', iam('role/StripeMeterEventRecovery-test-scheduler-role')],
  ])('may %s on %s, which a plan of test calls', (action, resource) => {
    expect(inTest(action, resource)).toBe('allowed');
  });
});
