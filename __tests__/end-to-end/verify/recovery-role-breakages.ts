import { deploy, type Breakage } from './breakage';
import { admittingLambda, changed, neededBy, policy } from './role-changes';

/** The roles of recovery and of what starts it. */
export const recoveryRoleBreakages: Breakage[] = [
  ...(['recoveryRole', 'schedulerRole'] as const).map((role): Breakage => ({
    line: role === 'recoveryRole' ? 'recovery-role-trust' : 'scheduler-role-trust',
    wrong: 'another service may assume the role',
    make: admittingLambda(role),
    seen: /also admits \{"Service":"lambda.amazonaws.com"\}/,
    remedy: deploy,
  })),
  ...neededBy(
    'recovery-role-permissions',
    'recoveryRole',
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
  ),
  {
    line: 'scheduler-role-permissions',
    wrong: 'it may start another state machine than recovery',
    make: changed(
      'StartRecovery',
      (statement) => ({ ...statement, Resource: `${String(statement.Resource)}-2` }),
      'schedulerRole',
    ),
    seen: /lacks StartRecovery: states:StartExecution on \S+:StripeMeterEventRecovery-test$/,
    remedy: deploy,
  },
  {
    line: 'recovery-role-excess',
    wrong: 'it may ask Stripe anything and delete what it recorded',
    make: policy(
      (statements) =>
        statements.map((one) =>
          one.Sid === 'UpdateLedger'
            ? { ...one, Action: 'dynamodb:*' }
            : one.Sid === 'SendMeterEvents'
              ? { ...one, Condition: { StringEquals: { 'states:HTTPMethod': 'POST' } } }
              : one,
        ),
      'recoveryRole',
    ),
    seen: /may also call another URL of Stripe; .*change a meter; .*delete from the ledger or list it;/,
    remedy: deploy,
  },
  {
    line: 'scheduler-role-excess',
    wrong: 'it may start any state machine',
    make: changed('StartRecovery', (statement) => ({ ...statement, Resource: '*' }), 'schedulerRole'),
    seen: /may also start another state machine/,
    remedy: deploy,
  },
];
