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

const inLive = roleIn('deploy', 'live');
const inTest = roleIn('deploy', 'test');
const liveSecret = inRegion('secretsmanager', 'secret:siftbeam/stripe/api-key-AbCdEf');
const testSecret = inRegion('secretsmanager', 'secret:siftbeam/test/stripe/api-key-AbCdEf');
/** The key of a request on a role with the boundary of a workspace. */
const boundedBy = (workspace: 'test' | 'live') => ({
  'iam:PermissionsBoundary': iam(`policy/siftbeam-stripe-boundary-${workspace}`),
});
const throughCloudFormation = { 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' };

describe('the deploy role', () => {
  test('has one statement for each reason, and no other', () => {
    expect(statementsOf('deploy', 'live').map(({ Sid }) => Sid)).toEqual([
      'ListState',
      'CreateSecret',
      'ReadConnection',
      'UpdateRole',
      'StateMachine',
      'Schedule',
      'ValidateDefinition',
      'FindLogGroup',
      'LogGroup',
      'FindAlarm',
      'Alarm',
      'Dashboard',
      'AlarmTopic',
      'ReadSubscriptions',
      'Tables',
      'State',
      'LockState',
      'WriteRole',
      'PassRoleToStepFunctions',
      'PassRoleToScheduler',
      'SetUpLogDelivery',
      'DropSubscriptions',
      'KeepStripeKey',
      'KeepLedger',
      'KeepState',
      'KeepStateObjects',
      'KeepBoundary',
      'BoundedRoles',
    ]);
  });

  test('reads of the deployed stacks what a plan reads', () => {
    const ofOtherStacks = ['ReadState', 'ReadDeploymentRoles', 'ReadBoundary', 'ReadGithubOidcProvider'];
    const planned = statementsOf('plan', 'live').filter(
      ({ Sid }) => !ofOtherStacks.includes(Sid) && !/^(Verify|Simulate)/.test(Sid),
    );
    for (const { Action, Resource } of planned) {
      for (const resource of [Resource].flat()) {
        for (const action of Action) {
          expect([action, resource, inLive(action, resource)]).toEqual([action, resource, 'allowed']);
        }
      }
    }
  });

  test('never sees the Stripe key: neither by itself, nor through CloudFormation, whatever else is attached to it', () => {
    const managed = inRegion('secretsmanager', 'secret:events!connection/siftbeam-stripe/uuid/auth-AbCdEf');
    for (const secret of [liveSecret, managed]) {
      expect(inLive('secretsmanager:GetSecretValue', secret)).toBe('explicitDeny');
      expect(inLive('secretsmanager:GetSecretValue', secret, throughCloudFormation)).toBe('explicitDeny');
    }
  });

  test('changes no connection and no CloudFormation stack: a template can put the key into a property that shows it', () => {
    const statements = statementsOf('deploy', 'live');
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.startsWith('cloudformation:'))).toEqual([]);
    expect(actions.filter((action) => action.startsWith('events:'))).toEqual(['events:DescribeConnection']);
    expect(inLive('s3:PutObject', state('live', 'stripe-connection'))).toBe('implicitDeny');
    const ofPlan = statementsOf('plan', 'live').flatMap(({ Action }) => Action);
    expect(ofPlan.filter((action) => action.startsWith('cloudformation:'))).toEqual([]);
  });

  test('can neither delete nor replace the key, whatever else is attached to it', () => {
    for (const action of ['DeleteSecret', 'PutSecretValue', 'UpdateSecret', 'UpdateSecretVersionStage']) {
      expect(inLive(`secretsmanager:${action}`, liveSecret)).toBe('explicitDeny');
    }
  });

  test('can destroy neither the state bucket nor a state, whatever else is attached to it', () => {
    expect(inLive('s3:DeleteBucket', bucket('live'))).toBe('explicitDeny');
    expect(inLive('s3:PutBucketVersioning', bucket('live'))).toBe('explicitDeny');
    for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion']) {
      expect(inLive(action, state('live', 'stripe-secret'))).toBe('explicitDeny');
    }
  });

  test('writes and locks the state of what it deploys in its own workspace, and no other', () => {
    const written = state('live', 'service-processing');
    expect(inLive('s3:PutObject', written)).toBe('allowed');
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) {
      expect(inLive(action, `${written}.tflock`)).toBe('allowed');
    }
    expect(inLive('s3:PutObject', state('test', 'service-processing'))).toBe('implicitDeny');
    expect(inLive('s3:PutObject', state('live', 'deployment-roles'))).toBe('implicitDeny');
  });

  test('cannot change itself or the plan role, or it could give itself anything', () => {
    for (const role of ['siftbeam-stripe-deploy-live', 'siftbeam-stripe-plan-live']) {
      for (const action of ['PutRolePolicy', 'UpdateAssumeRolePolicy', 'AttachRolePolicy', 'CreateRole']) {
        expect(inLive(`iam:${action}`, iam(`role/${role}`), boundedBy('live'))).toBe('implicitDeny');
      }
    }
  });

  test.each([
    ['ServiceProcessingOrchestrator-role', 'states'],
    ['StripeMeterEventRecovery-role', 'states'],
    ['StripeMeterEventRecovery-scheduler-role', 'scheduler'],
  ])('hands the role %s to %s alone, and no other role to anybody', (name, service) => {
    const to = (name: string) => ({ 'iam:PassedToService': `${name}.amazonaws.com` });
    const others = ['states', 'scheduler', 'lambda'].filter((one) => one !== service);
    expect(inLive('iam:PassRole', iam(`role/${name}`), to(service))).toBe('allowed');
    for (const other of others) {
      expect(inLive('iam:PassRole', iam(`role/${name}`), to(other))).toBe('implicitDeny');
    }
    const other = iam('role/siftbeam-stripe-deploy-live');
    expect(inLive('iam:PassRole', other, to('states'))).toBe('implicitDeny');
  });

  test.each(
    [
      'ServiceProcessingOrchestrator-test-role',
      'StripeMeterEventRecovery-test-role',
      'StripeMeterEventRecovery-test-scheduler-role',
    ].flatMap((role) => ['CreateRole', 'PutRolePolicy'].map((action) => [action, role] as const)),
  )(
    'may %s %s only with the boundary of its own workspace, so that no policy reaches further',
    (action, role) => {
      const write = (context?: Record<string, string>) =>
        inTest(`iam:${action}`, iam(`role/${role}`), context);
      expect(write(boundedBy('test'))).toBe('allowed');
      expect(write()).toBe('explicitDeny');
      expect(write(boundedBy('live'))).toBe('explicitDeny');
    },
  );

  test('is allowed roles with the boundary alone, and denied others: either statement would be enough', () => {
    const conditions = statementsOf('deploy', 'test')
      .filter(({ Action }) => Action.includes('iam:PutRolePolicy'))
      .map(({ Condition }) => Condition);
    expect(conditions).toEqual([{ StringEquals: boundedBy('test') }, { StringNotEquals: boundedBy('test') }]);
  });

  test('can neither change nor remove a boundary, nor what the boundary says, whatever else is attached to it', () => {
    const role = iam('role/ServiceProcessingOrchestrator-test-role');
    for (const action of ['PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary']) {
      expect(inTest(`iam:${action}`, role, boundedBy('test'))).toBe('explicitDeny');
    }
    for (const action of ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy']) {
      expect(inTest(`iam:${action}`, iam('policy/siftbeam-stripe-boundary-test'))).toBe('explicitDeny');
    }
  });

  test('puts only its policy on an existing role, wherever the console made that role', () => {
    const withExisting = roleIn('deploy', 'live', { executionRoleName: 'StepFunctions-role-abc123' });
    for (const existing of [
      'role/StepFunctions-role-abc123',
      'role/service-role/StepFunctions-role-abc123',
    ]) {
      expect(withExisting('iam:PutRolePolicy', iam(existing), boundedBy('live'))).toBe('allowed');
      expect(withExisting('iam:CreateRole', iam(existing), boundedBy('live'))).toBe('implicitDeny');
    }
    const recovery = iam('role/StripeMeterEventRecovery-role');
    expect(withExisting('iam:CreateRole', recovery, boundedBy('live'))).toBe('allowed');
  });

  test('destroys nothing that bills or tells of a failure', () => {
    expect(inLive('states:UpdateStateMachine', orchestrator())).toBe('allowed');
    expect(inLive('states:DeleteStateMachine', orchestrator())).toBe('implicitDeny');
    const alarm = inRegion('cloudwatch', 'alarm:StripeMeterSendFailure');
    expect(inLive('cloudwatch:PutMetricAlarm', alarm)).toBe('allowed');
    expect(inLive('cloudwatch:DeleteAlarms', alarm)).toBe('implicitDeny');
  });

  test.each([
    ['live', inLive, ''],
    ['test', inTest, '-test'],
  ] as const)(
    'can neither delete the ledger of %s nor let its events expire, whatever else is attached to it',
    (_, asked, suffix) => {
      const ledger = inRegion('dynamodb', `table/siftbeam-stripe-meter-events${suffix}`);
      expect(asked('dynamodb:CreateTable', ledger)).toBe('allowed');
      for (const action of ['DeleteTable', 'DeleteItem', 'UpdateTimeToLive']) {
        expect(asked(`dynamodb:${action}`, ledger)).toBe('explicitDeny');
      }
    },
  );

  test('keeps the schedule, and reads and writes no meter event', () => {
    const schedule = inRegion('scheduler', 'schedule/default/StripeMeterEventRecovery');
    expect(inLive('scheduler:UpdateSchedule', schedule)).toBe('allowed');
    expect(inLive('scheduler:DeleteSchedule', schedule)).toBe('implicitDeny');
    const ledger = inRegion('dynamodb', 'table/siftbeam-stripe-meter-events');
    for (const action of ['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem']) {
      expect(inLive(`dynamodb:${action}`, ledger)).toBe('implicitDeny');
    }
  });

  test("touches nothing of the other workspace: test's role cannot reach live", () => {
    expect(inTest('secretsmanager:GetSecretValue', liveSecret, throughCloudFormation)).toBe('implicitDeny');
    expect(inTest('states:UpdateStateMachine', orchestrator(), throughCloudFormation)).toBe('implicitDeny');
    const role = iam('role/ServiceProcessingOrchestrator-role');
    const context = { ...throughCloudFormation, ...boundedBy('test') };
    expect(inTest('iam:PutRolePolicy', role, context)).toBe('implicitDeny');
  });

  test.each([
    ['secretsmanager:CreateSecret', testSecret],
    ['states:CreateStateMachine', orchestrator('ServiceProcessingOrchestrator-test')],
    ['logs:CreateLogGroup', logGroup('ServiceProcessingOrchestrator-test')],
    ['logs:PutRetentionPolicy', logGroup('ServiceProcessingOrchestrator-test')],
    ['logs:PutMetricFilter', `${logGroup('ServiceProcessingOrchestrator-test')}:*`],
    ['cloudwatch:PutMetricAlarm', inRegion('cloudwatch', 'alarm:StripeMeterSendFailure-test')],
    ['sns:CreateTopic', inRegion('sns', 'StripeMeterSendFailure-test')],
    ['sns:SetTopicAttributes', inRegion('sns', 'StripeMeterSendFailure-test')],
    ['sns:Subscribe', inRegion('sns', 'StripeMeterSendFailure-test')],
    ['dynamodb:CreateTable', inRegion('dynamodb', 'table/siftbeam-processing-history-test')],
    ['dynamodb:UpdateContinuousBackups', inRegion('dynamodb', 'table/siftbeam-processing-history-test')],
    ['dynamodb:CreateTable', inRegion('dynamodb', 'table/siftbeam-stripe-meter-events-test')],
    ['dynamodb:UpdateContinuousBackups', inRegion('dynamodb', 'table/siftbeam-stripe-meter-events-test')],
    ['states:CreateStateMachine', orchestrator('StripeMeterEventRecovery-test')],
    ['scheduler:CreateSchedule', inRegion('scheduler', 'schedule/default/StripeMeterEventRecovery-test')],
    ['logs:CreateLogGroup', logGroup('StripeMeterEventRecovery-test')],
    ['cloudwatch:PutMetricAlarm', inRegion('cloudwatch', 'alarm:StripeMeterEventsOverdue-test')],
    ['cloudwatch:PutMetricAlarm', inRegion('cloudwatch', 'alarm:StripeMeterRecoverySilent-test')],
    ['cloudwatch:PutDashboard', dashboard('StripeMeterEvents-test')],
  ])('may %s on %s, which a deploy of test calls', (action, resource) => {
    expect(inTest(action, resource)).toBe('allowed');
  });
});
