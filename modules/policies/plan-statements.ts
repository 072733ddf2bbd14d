import {
  logGroupArns,
  logGroupForms,
  stateMachineArns,
  stateMachineRoleArns,
  tableArns,
  type DeploymentPermissions,
} from './deployment-permissions';
import { allow, type Statement } from './statement';

/**
 * What `plan` reads, and nothing that changes anything: no lock either, so the workflows plan with
 * `-lock=false`. A pull request's code runs with this role; it must not be able to hold up or release a deploy.
 */
export function planStatements(p: DeploymentPermissions): Statement[] {
  return [
    ...deployedStackStatements(p),
    allow('ReadState', ['s3:GetObject'], [...p.deployedStateArns, p.rolesStateArn]),
    allow('ReadDeploymentRoles', readRole, p.deploymentRoleArns),
    allow('ReadBoundary', ['iam:GetPolicy', 'iam:GetPolicyVersion'], p.boundaryArn),
    allow('ReadGithubOidcProvider', ['iam:GetOpenIDConnectProvider'], p.githubOidcProviderArn),
  ];
}

const readRole = ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'];

/** What Terraform reads of the stacks that the workflows deploy, but for their state. */
export function deployedStackStatements(p: DeploymentPermissions): Statement[] {
  return [
    allow('ListState', ['s3:ListBucket'], p.stateBucketArn),
    // Which versions there are, never what is in them.
    allow(
      'ReadSecretWithoutValue',
      [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetResourcePolicy',
        'secretsmanager:ListSecretVersionIds',
      ],
      p.secretArn,
    ),
    // It shows no key. Not the CloudFormation stack that creates the connection: a person deploys that.
    allow('ReadConnection', ['events:DescribeConnection'], p.connectionArn),
    allow('ReadRoles', readRole, [...stateMachineRoleArns(p), p.schedulerRoleArn]),
    allow(
      'ReadStateMachine',
      ['states:DescribeStateMachine', 'states:ListStateMachineVersions', 'states:ListTagsForResource'],
      stateMachineArns(p),
    ),
    allow('ReadSchedule', ['scheduler:GetSchedule'], p.scheduleArn),
    // At plan time no machine is named: AWS checks `stateMachine:*` (terraform-provider-aws issue 39472).
    allow('ValidateDefinition', ['states:ValidateStateMachineDefinition'], p.allStateMachinesArn),
    // A search by name, which AWS checks against every log group.
    allow('FindLogGroup', ['logs:DescribeLogGroups'], p.allLogGroupsArn),
    allow(
      'ReadLogGroup',
      ['logs:ListTagsForResource', 'logs:DescribeMetricFilters', 'logs:DescribeLogStreams'],
      logGroupArns(p),
    ),
    // A search too. The Service Authorization Reference names an alarm, but AWS has been seen to check `alarm:*`
    // (aws-samples/amazon-cloudwatch-auto-alarms issue 1); this pattern holds for both.
    allow('FindAlarm', ['cloudwatch:DescribeAlarms'], p.allAlarmsArn),
    allow('ReadAlarm', ['cloudwatch:ListTagsForResource'], p.alarmArns),
    allow('ReadDashboard', ['cloudwatch:GetDashboard'], p.dashboardArn),
    allow(
      'ReadAlarmTopic',
      ['sns:GetTopicAttributes', 'sns:ListTagsForResource', 'sns:ListSubscriptionsByTopic'],
      p.alarmTopicArn,
    ),
    // "*" is demanded: the action has no resource type. Source: Service Authorization Reference, Amazon SNS.
    allow('ReadSubscriptions', ['sns:GetSubscriptionAttributes'], '*'),
    allow(
      'ReadTables',
      [
        'dynamodb:DescribeTable',
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeTimeToLive',
        'dynamodb:ListTagsOfResource',
      ],
      tableArns(p),
    ),
  ];
}

/** What `verify` alone reads: what the roles may do, that somebody uses the state machines, and what the application has created for it. */
export function verifyStatements(p: DeploymentPermissions): Statement[] {
  return [
    allow('SimulateRoles', ['iam:SimulatePrincipalPolicy'], [...stateMachineRoleArns(p), p.schedulerRoleArn]),
    allow('VerifyExecutions', ['states:ListExecutions'], stateMachineArns(p)),
    allow('VerifyLog', ['logs:FilterLogEvents'], logGroupForms(p.logGroupArn)),
    allow(
      'VerifyTables',
      ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTimeToLive'],
      [p.meterEventsTableArn, p.processingHistoryTableArn, p.policyMappingTableArn],
    ),
    // Why a run of recovery failed; not the items that it worked on.
    allow('VerifyRecovery', ['states:DescribeExecution'], p.recoveryExecutionsArn),
    // Names of policies and children; no customer.
    allow('VerifyMapping', ['dynamodb:Scan'], p.policyMappingTableArn),
    ...(p.childStateMachineArns.length === 0
      ? []
      : [allow('VerifyChildren', ['states:DescribeStateMachine'], p.childStateMachineArns)]),
  ];
}
