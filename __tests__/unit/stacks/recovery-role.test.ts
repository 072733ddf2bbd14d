import { evaluate } from '@usage-billing/local-aws/iam/evaluate';
import { parsePolicy } from '@usage-billing/local-aws/iam/policy';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { inRegion, orchestrator, withRepository, type Statement } from '../../helpers/deployment-roles';
import { requestsOf } from '../../helpers/state-machine-requests';
import { synthesized } from '../../helpers/synthesized';

const live = synthesized(ServiceProcessingStack, 'live');
const policyOf = (role: string): string => live.resource('aws_iam_role_policy', `${role}_policy`).policy;
const asking = (role: string) => {
  const policy = parsePolicy(
    policyOf(role).replace(/\$\{[^}]+\}/g, inRegion('events', 'connection/used/uuid')),
  );
  return (action: string, resource: string, context: Record<string, string> = {}) =>
    evaluate([policy], { action, resource, context });
};
const recovery = asking('recovery_role');
const statements: Statement[] = JSON.parse(policyOf('recovery_role')).Statement;
const machine = orchestrator('StripeMeterEventRecovery');
const ledger = 'table/siftbeam-stripe-meter-events';

describe("recovery's role", () => {
  test('has one statement for each reason, and no other', () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      'RetrieveConnectionCredentials',
      'ReadConnectionSecret',
      'SendMeterEvents',
      'FindMeter',
      'AskWhatStripeCounted',
      'FindOpenItems',
      'AddUpLedger',
      'UpdateLedger',
      'ProcessingHistory',
      'StartMapRun',
      'FollowMapRun',
      'RedriveMapRun',
      'PublishMetrics',
      'DeliverLogs',
      'Tracing',
    ]);
  });

  test('has "*" as resource only where AWS knows no other, and names every action in full', () => {
    const wide = statements.filter(({ Resource }) => Resource === '*');
    expect(wide.map(({ Sid }) => Sid)).toEqual(['PublishMetrics', 'DeliverLogs', 'Tracing']);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  const stripe = 'https://api.stripe.com/v1/billing';
  test.each([
    ['POST', `${stripe}/meter_events`, 'allowed'],
    ['GET', `${stripe}/meters`, 'allowed'],
    ['GET', `${stripe}/meters/mtr_1/event_summaries`, 'allowed'],
    ['GET', `${stripe}/meter_events`, 'implicitDeny'],
    ['POST', `${stripe}/meters`, 'implicitDeny'],
    ['POST', `${stripe}/meters/mtr_1/event_summaries`, 'implicitDeny'],
    ['GET', `${stripe}/meters/mtr_1`, 'implicitDeny'],
    ['POST', `${stripe}/meters/mtr_1/deactivate`, 'implicitDeny'],
    ['POST', `${stripe}/meter_event_adjustments`, 'implicitDeny'],
    ['GET', 'https://api.stripe.com/v1/customers', 'implicitDeny'],
    ['POST', 'https://example.com/', 'implicitDeny'],
  ])(
    'may it %s %s: %s, because it needs the three and the key could do everything',
    (method, url, decision) => {
      const context = { 'states:HTTPMethod': method, 'states:HTTPEndpoint': url };
      expect(recovery('states:InvokeHTTPEndpoint', machine, context)).toBe(decision);
      expect(recovery('states:InvokeHTTPEndpoint', orchestrator(), context)).toBe('implicitDeny');
    },
  );

  test('may do with tables and metrics what its definition does, and nothing else', () => {
    const used = requestsOf(
      live.resource('aws_sfn_state_machine', 'recovery_state-machine_machine').definition,
    );
    const allowed = statements
      .flatMap(({ Action, Resource, Condition }) =>
        Action.map((action) => {
          const namespace = Condition?.StringEquals?.['cloudwatch:namespace'];
          return `${action} ${namespace ?? String(Resource).replace(/^.*:table\//, '')}`;
        }),
      )
      .filter((request) => /^(dynamodb|cloudwatch):/.test(request));
    expect(allowed.sort()).toEqual(used);
  });

  test('starts, follows and redrives executions of its own alone, which is what a Distributed Map does', () => {
    const child = inRegion('states', 'execution:StripeMeterEventRecovery/Items:8d6b6d0e');
    expect(recovery('states:StartExecution', machine)).toBe('allowed');
    expect(recovery('states:StartExecution', orchestrator())).toBe('implicitDeny');
    for (const action of ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution']) {
      expect(recovery(action, child)).toBe('allowed');
      expect(recovery(action, inRegion('states', 'execution:ServiceProcessingOrchestrator:a'))).toBe(
        'implicitDeny',
      );
    }
  });

  test('publishes metrics in the namespace of its environment alone', () => {
    const publish = (namespace: string) =>
      recovery('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': namespace });
    expect([publish('siftbeam/billing'), publish('siftbeam/billing-test'), publish('AWS/States')]).toEqual([
      'allowed',
      'implicitDeny',
      'implicitDeny',
    ]);
  });

  test('neither adds meter events nor deletes any: it only closes what the orchestrator recorded', () => {
    for (const action of ['PutItem', 'DeleteItem', 'GetItem', 'Scan', 'Query']) {
      expect(recovery(`dynamodb:${action}`, inRegion('dynamodb', ledger))).toBe('implicitDeny');
    }
  });

  test('is assumed by Step Functions alone, for this account and this state machine', () => {
    const role = live.resource('aws_iam_role', 'recovery_role_role');
    expect(JSON.parse(role.assume_role_policy).Statement).toMatchObject([
      {
        Principal: { Service: 'states.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '002689294103' },
          ArnEquals: { 'aws:SourceArn': machine },
        },
      },
    ]);
  });
});

describe("the scheduler's role", () => {
  const scheduler = asking('recovery_schedule');

  test('starts recovery, and nothing else', () => {
    const { Statement } = JSON.parse(policyOf('recovery_schedule'));
    expect(Statement).toEqual([
      {
        Sid: 'StartRecovery',
        Effect: 'Allow',
        Action: ['states:StartExecution'],
        Resource: '${aws_sfn_state_machine.recovery_state-machine_machine.arn}',
      },
    ]);
    expect(scheduler('states:StartExecution', orchestrator())).toBe('implicitDeny');
  });

  test('is assumed by EventBridge Scheduler for the schedule group, since AWS takes no single schedule there', () => {
    const role = live.resource('aws_iam_role', 'recovery_schedule_role');
    expect(JSON.parse(role.assume_role_policy).Statement).toMatchObject([
      {
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '002689294103' },
          ArnEquals: { 'aws:SourceArn': inRegion('scheduler', 'schedule-group/default') },
        },
      },
    ]);
  });
});

test.each(['recovery_role_role', 'recovery_schedule_role'])(
  'the role %s has the permissions boundary exactly where workflows may write its policy',
  (name) => {
    expect(live.resource('aws_iam_role', name)).not.toHaveProperty('permissions_boundary');
    const bounded = synthesized(ServiceProcessingStack, 'live', withRepository);
    expect(bounded.resource('aws_iam_role', name).permissions_boundary).toBe(
      'arn:aws:iam::002689294103:policy/siftbeam-stripe-boundary-live',
    );
  },
);
