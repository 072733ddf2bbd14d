import type { Arns } from '../../settings/arns';
import { boundaryIs, deployDenials } from './deploy-denials';
import { deployedStackStatements } from './plan-statements';
import { allow, onSameResources, type Statement } from './statement';

/**
 * What a deploy from the workflows changes: it creates and updates, and destroys only what a setting may drop.
 * A replaced state machine, role or alarm is therefore denied by AWS too; a person with more permissions does that.
 */
export function deployStatements(arns: Arns): Statement[] {
  // Reading and writing a thing is one statement: with two, the policy would pass IAM's 10,240 characters.
  return onSameResources([
    ...deployedStackStatements(arns),
    ...stateStatements(arns),
    ...roleStatements(arns),
    ...serviceStatements(arns),
    ...deployDenials(arns),
  ]);
}

const stateStatements = (arns: Arns) => [
  allow('State', ['s3:GetObject', 's3:PutObject'], arns.deployedStates),
  allow(
    'LockState',
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    arns.deployedStates.map((arn) => `${arn}.tflock`),
  ),
];

/**
 * A role has the permissions boundary, or this role can neither create it nor write its policy: whatever stands in
 * that policy, the role reaches nothing outside its environment.
 */
function roleStatements(arns: Arns) {
  return [
    allow('WriteRole', ['iam:CreateRole', 'iam:PutRolePolicy'], arns.createdRoles, {
      StringEquals: boundaryIs(arns),
    }),
    ...(arns.existingRoles.length === 0
      ? []
      : [
          allow('WriteExistingRole', ['iam:PutRolePolicy'], arns.existingRoles, {
            StringEquals: boundaryIs(arns),
          }),
        ]),
    allow(
      'UpdateRole',
      ['iam:UpdateAssumeRolePolicy', 'iam:UpdateRoleDescription', 'iam:TagRole', 'iam:UntagRole'],
      arns.createdRoles,
    ),
    allow('PassRoleToStepFunctions', ['iam:PassRole'], arns.stateMachineRoles, {
      StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' },
    }),
    allow('PassRoleToScheduler', ['iam:PassRole'], arns.schedulerRole, {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    }),
  ];
}

const serviceStatements = (arns: Arns) => [
  // Not UpdateSecret: it could replace the key.
  allow(
    'CreateSecret',
    ['secretsmanager:CreateSecret', 'secretsmanager:TagResource', 'secretsmanager:UntagResource'],
    arns.secret,
  ),
  allow(
    'StateMachine',
    ['states:CreateStateMachine', 'states:UpdateStateMachine', 'states:TagResource', 'states:UntagResource'],
    arns.stateMachines,
  ),
  // A schedule has no tags of its own.
  allow('Schedule', ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'], arns.recoverySchedule),
  // "*" is demanded: log delivery actions have no resource types. Whoever sets up vended logs needs these.
  // Source: CloudWatch Logs guide, "Enable logging from AWS services", V1 permissions.
  allow(
    'SetUpLogDelivery',
    ['logs:CreateLogDelivery', 'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies'],
    '*',
  ),
  allow(
    'LogGroup',
    [
      'logs:CreateLogGroup',
      'logs:PutRetentionPolicy',
      'logs:PutMetricFilter',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    [...arns.logGroupForms, ...arns.recoveryLogGroupForms],
  ),
  allow(
    'Alarm',
    ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource', 'cloudwatch:UntagResource'],
    arns.alarms,
  ),
  allow('Dashboard', ['cloudwatch:PutDashboard'], arns.dashboard),
  allow(
    'AlarmTopic',
    ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:Subscribe', 'sns:TagResource', 'sns:UntagResource'],
    arns.alarmTopic,
  ),
  // An address taken out of the settings. "*" is demanded: the action has no resource type.
  // Source: Service Authorization Reference, Amazon SNS.
  allow('DropSubscriptions', ['sns:Unsubscribe'], '*'),
  allow(
    'Tables',
    [
      'dynamodb:CreateTable',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
    ],
    arns.createdTables,
  ),
];
