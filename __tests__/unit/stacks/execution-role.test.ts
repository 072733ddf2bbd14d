import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { withRepository } from '../../helpers/deployment-roles';
import { requestsOf } from '../../helpers/state-machine-requests';
import { synthesized } from '../../helpers/synthesized';

interface Statement {
  Sid: string;
  Action: string[];
  Resource: string | string[];
  Condition?: unknown;
}

const statementsOf = (changed = {}): Statement[] =>
  JSON.parse(
    synthesized(ServiceProcessingStack, 'live', changed).resource(
      'aws_iam_role_policy',
      'execution-role_policy',
    ).policy,
  ).Statement;

describe('the execution role', () => {
  test('has one statement for each reason, and no other', () => {
    expect(statementsOf().map(({ Sid }) => Sid)).toEqual([
      'SecretsManagerReadAccess',
      'RetrieveConnectionCredentials',
      'ReadConnectionSecret',
      'InvokeHTTPEndpoint',
      'RecordMeterEvents',
      'ProcessingHistory',
      'PolicyMapping',
      'StartChild',
      'FollowChild',
      'ChildEventsRule',
      'DeliverLogs',
      'Tracing',
    ]);
  });

  test('has "*" as resource only where AWS knows no other', () => {
    const wide = statementsOf().filter(({ Resource }) => Resource === '*');
    expect(wide.map(({ Sid }) => Sid)).toEqual(['DeliverLogs', 'Tracing']);
    expect(
      statementsOf()
        .flatMap(({ Action }) => Action)
        .filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  test('may POST to the meter events URL exactly, and only from this state machine', () => {
    expect(statementsOf().find(({ Sid }) => Sid === 'InvokeHTTPEndpoint')).toMatchObject({
      Resource: 'arn:aws:states:ap-northeast-1:002689294103:stateMachine:ServiceProcessingOrchestrator',
      Condition: {
        StringEquals: {
          'states:HTTPMethod': 'POST',
          'states:HTTPEndpoint': 'https://api.stripe.com/v1/billing/meter_events',
        },
      },
    });
  });

  test('may do with tables what its definition does, and nothing else', () => {
    const { definition } = synthesized(ServiceProcessingStack, 'live').resource(
      'aws_sfn_state_machine',
      'state-machine_machine',
    );
    const allowed = statementsOf()
      .flatMap(({ Action, Resource }) =>
        Action.map((action) => `${action} ${String(Resource).replace(/^.*:table\//, '')}`),
      )
      .filter((request) => request.startsWith('dynamodb:'));
    expect(allowed.sort()).toEqual(requestsOf(definition));
  });

  test("never reads the application's own secret: only the connection's copy", () => {
    const readers = statementsOf().filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'));
    expect(readers.map(({ Sid }) => Sid)).toEqual(['ReadConnectionSecret']);
  });

  test("may retrieve the connection's credentials whether AWS names the connection with its UUID or without", () => {
    expect(statementsOf().find(({ Sid }) => Sid === 'RetrieveConnectionCredentials')?.Resource).toEqual([
      '${data.aws_cloudwatch_event_connection.connection.arn}',
      'arn:aws:events:ap-northeast-1:002689294103:connection/siftbeam-stripe',
    ]);
  });

  test('has the permissions boundary exactly where workflows may write its policy', () => {
    const roleOf = (changed = {}) =>
      synthesized(ServiceProcessingStack, 'live', changed).resource('aws_iam_role', 'execution-role_role');
    expect(roleOf()).not.toHaveProperty('permissions_boundary');
    expect(roleOf(withRepository).permissions_boundary).toBe(
      'arn:aws:iam::002689294103:policy/siftbeam-stripe-boundary-live',
    );
  });

  test('may start the listed children alone, and nothing of children where none is listed', () => {
    expect(statementsOf().find(({ Sid }) => Sid === 'StartChild')?.Resource).toEqual([
      'arn:aws:states:ap-northeast-1:002689294103:stateMachine:CopyFile',
    ]);
    const alone = statementsOf({ childStateMachineNames: [] }).map(({ Sid }) => Sid);
    expect(alone).not.toContain('StartChild');
    expect(alone).not.toContain('FollowChild');
    expect(alone).not.toContain('ChildEventsRule');
  });

  test('is assumed by Step Functions alone, for this account and this state machine', () => {
    const role = synthesized(ServiceProcessingStack, 'live').resource('aws_iam_role', 'execution-role_role');
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'StepFunctionsForThisStateMachine',
        Effect: 'Allow',
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '002689294103' },
          ArnEquals: {
            'aws:SourceArn':
              'arn:aws:states:ap-northeast-1:002689294103:stateMachine:ServiceProcessingOrchestrator',
          },
        },
      },
    ]);
  });

  test('stays as it is when it exists already: only StripeMeterIntegrationPolicy is added', () => {
    const stack = synthesized(ServiceProcessingStack, 'live', {
      executionRoleName: 'orchestrator-role-abc123',
    });
    expect(stack.terraform.resource.aws_iam_role).not.toHaveProperty('execution-role_role');
    expect(stack.count('aws_iam_role_policy_attachment')).toBe(0);
    expect(stack.resource('aws_iam_role_policy', 'execution-role_policy')).toMatchObject({
      name: 'StripeMeterIntegrationPolicy',
      role: '${data.aws_iam_role.execution-role_existing-role.id}',
    });
  });
});
