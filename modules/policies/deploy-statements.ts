import {
  logGroupArns,
  stateMachineArns,
  stateMachineRoleArns,
  tableArns,
  type DeploymentPermissions,
} from './deployment-permissions';
import { deployedStackStatements } from './plan-statements';
import { allow, onSameResources, statement, type Statement } from './statement';

/**
 * What a deploy from the workflows changes: it creates and updates, and destroys only what a setting may drop.
 * A replaced state machine, role or alarm is therefore denied by AWS too; a person with more permissions does that.
 */
export function deployStatements(p: DeploymentPermissions): Statement[] {
  // Reading and writing a thing is one statement: with two, the policy would pass IAM's 10,240 characters.
  return onSameResources([
    ...deployedStackStatements(p),
    ...stateStatements(p),
    ...roleStatements(p),
    ...serviceStatements(p),
    ...denials(p),
  ]);
}

const stateStatements = (p: DeploymentPermissions) => [
  allow('State', ['s3:GetObject', 's3:PutObject'], p.deployedStateArns),
  allow(
    'LockState',
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    p.deployedStateArns.map((arn) => `${arn}.tflock`),
  ),
];

/**
 * A role has the permissions boundary, or this role can neither create it nor write its policy: whatever stands in
 * that policy, the role reaches nothing outside its environment.
 */
function roleStatements(p: DeploymentPermissions) {
  const ofExecution = p.createsExecutionRole ? p.executionRoleArns : [];
  const created = [...ofExecution, p.recoveryRoleArn, p.schedulerRoleArn];
  return [
    allow('WriteRole', ['iam:CreateRole', 'iam:PutRolePolicy'], created, { StringEquals: boundary(p) }),
    ...(p.createsExecutionRole
      ? []
      : [
          allow('WriteExistingRole', ['iam:PutRolePolicy'], p.executionRoleArns, {
            StringEquals: boundary(p),
          }),
        ]),
    allow(
      'UpdateRole',
      ['iam:UpdateAssumeRolePolicy', 'iam:UpdateRoleDescription', 'iam:TagRole', 'iam:UntagRole'],
      created,
    ),
    allow('PassRoleToStepFunctions', ['iam:PassRole'], stateMachineRoleArns(p), {
      StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' },
    }),
    allow('PassRoleToScheduler', ['iam:PassRole'], p.schedulerRoleArn, {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    }),
  ];
}

const boundary = (p: DeploymentPermissions) => ({ 'iam:PermissionsBoundary': p.boundaryArn });

const serviceStatements = (p: DeploymentPermissions) => [
  // Not UpdateSecret: it could replace the key.
  allow(
    'CreateSecret',
    ['secretsmanager:CreateSecret', 'secretsmanager:TagResource', 'secretsmanager:UntagResource'],
    p.secretArn,
  ),
  allow(
    'StateMachine',
    ['states:CreateStateMachine', 'states:UpdateStateMachine', 'states:TagResource', 'states:UntagResource'],
    stateMachineArns(p),
  ),
  // A schedule has no tags of its own.
  allow('Schedule', ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'], p.scheduleArn),
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
    logGroupArns(p),
  ),
  allow(
    'Alarm',
    ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource', 'cloudwatch:UntagResource'],
    p.alarmArns,
  ),
  allow('Dashboard', ['cloudwatch:PutDashboard'], p.dashboardArn),
  allow(
    'AlarmTopic',
    ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:Subscribe', 'sns:TagResource', 'sns:UntagResource'],
    p.alarmTopicArn,
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
    tableArns(p),
  ),
];

/** Nothing above allows these; the denials hold even if somebody attaches a wide policy to the role. */
const denials = (p: DeploymentPermissions) => [
  statement(
    'Deny',
    'KeepStripeKey',
    [
      'secretsmanager:DeleteSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecret',
      'secretsmanager:UpdateSecretVersionStage',
    ],
    [p.secretArn, p.connectionSecretArn],
  ),
  // A meter event that is gone, deleted or expired, could be billed twice.
  statement(
    'Deny',
    'KeepLedger',
    ['dynamodb:DeleteTable', 'dynamodb:DeleteItem', 'dynamodb:UpdateTimeToLive'],
    p.meterEventsTableArn,
  ),
  statement(
    'Deny',
    'KeepState',
    ['s3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:PutBucketPolicy', 's3:PutBucketVersioning'],
    p.stateBucketArn,
  ),
  statement(
    'Deny',
    'KeepStateObjects',
    ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    `${p.stateBucketArn}/*.tfstate`,
  ),
  statement(
    'Deny',
    'KeepBoundary',
    [
      'iam:PutRolePermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
      'iam:CreatePolicyVersion',
      'iam:SetDefaultPolicyVersion',
      'iam:DeletePolicy',
    ],
    [p.allRolesArn, p.boundaryArn],
  ),
  // Only actions with the condition key iam:PermissionsBoundary. Without the key on other actions, a condition on them
  // would always hold. Source: Service Authorization Reference, AWS Identity and Access Management.
  statement(
    'Deny',
    'BoundedRoles',
    ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'],
    p.allRolesArn,
    {
      StringNotEquals: boundary(p),
    },
  ),
];
