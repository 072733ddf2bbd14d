import { logGroupArns, type DeploymentPermissions } from './deployment-permissions';
import { allow, type Statement } from './statement';

/**
 * What `plan` reads, and nothing that changes anything: no lock either, so the workflows plan with
 * `-lock=false`. A pull request's code runs with this role; it must not be able to hold up or release a deploy.
 */
export function planStatements(p: DeploymentPermissions): Statement[] {
  return [
    allow('ListState', ['s3:ListBucket'], p.stateBucketArn),
    allow('ReadState', ['s3:GetObject'], [...p.deployedStateArns, p.rolesStateArn]),
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
    allow(
      'ReadRoles',
      ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
      [...p.executionRoleArns, ...p.deploymentRoleArns],
    ),
    allow('ReadBoundary', ['iam:GetPolicy', 'iam:GetPolicyVersion'], p.boundaryArn),
    allow('SimulateExecutionRole', ['iam:SimulatePrincipalPolicy'], p.executionRoleArns),
    allow('ReadGithubOidcProvider', ['iam:GetOpenIDConnectProvider'], p.githubOidcProviderArn),
    allow(
      'ReadStateMachine',
      ['states:DescribeStateMachine', 'states:ListStateMachineVersions', 'states:ListTagsForResource'],
      p.stateMachineArn,
    ),
    // At plan time no machine is named: AWS checks `stateMachine:*` (terraform-provider-aws issue 39472).
    allow('ValidateDefinition', ['states:ValidateStateMachineDefinition'], p.allStateMachinesArn),
    // A search by name, which AWS checks against every log group.
    allow('FindLogGroup', ['logs:DescribeLogGroups'], p.allLogGroupsArn),
    allow(
      'ReadLogGroup',
      ['logs:ListTagsForResource', 'logs:DescribeMetricFilters', 'logs:DescribeLogStreams'],
      logGroupArns(p.logGroupArn),
    ),
    // A search too. The Service Authorization Reference names an alarm, but AWS has been seen to check `alarm:*`
    // (aws-samples/amazon-cloudwatch-auto-alarms issue 1); this pattern holds for both.
    allow('FindAlarm', ['cloudwatch:DescribeAlarms'], p.allAlarmsArn),
    allow('ReadAlarm', ['cloudwatch:ListTagsForResource'], p.alarmArn),
    allow(
      'ReadAlarmTopic',
      ['sns:GetTopicAttributes', 'sns:ListTagsForResource', 'sns:ListSubscriptionsByTopic'],
      p.alarmTopicArn,
    ),
    // "*" is demanded: the action has no resource type. Source: Service Authorization Reference, Amazon SNS.
    allow('ReadSubscriptions', ['sns:GetSubscriptionAttributes'], '*'),
    ...(p.tableArns.length === 0
      ? []
      : [
          allow(
            'ReadTables',
            [
              'dynamodb:DescribeTable',
              'dynamodb:DescribeContinuousBackups',
              'dynamodb:DescribeTimeToLive',
              'dynamodb:ListTagsOfResource',
            ],
            p.tableArns,
          ),
        ]),
  ];
}

/** What `verify` alone reads: that somebody uses the state machine, and what the application has created for it. */
export function verifyStatements(p: DeploymentPermissions): Statement[] {
  return [
    allow('VerifyExecutions', ['states:ListExecutions'], p.stateMachineArn),
    allow('VerifyLog', ['logs:FilterLogEvents'], logGroupArns(p.logGroupArn)),
    allow(
      'VerifyTables',
      ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTimeToLive'],
      [p.processingHistoryTableArn, p.policyMappingTableArn],
    ),
    // Names of policies and children; no customer.
    allow('VerifyMapping', ['dynamodb:Scan'], p.policyMappingTableArn),
    ...(p.childStateMachineArns.length === 0
      ? []
      : [allow('VerifyChildren', ['states:DescribeStateMachine'], p.childStateMachineArns)]),
  ];
}
