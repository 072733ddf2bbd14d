import type { Arns } from '../../settings/arns';
import { allow, type Statement } from './statement';

/**
 * What `plan` reads, and nothing that changes anything: no lock either, so the workflows plan with
 * `-lock=false`. A pull request's code runs with this role; it must not be able to hold up or release a deploy.
 */
export function planStatements(arns: Arns): Statement[] {
  return [
    ...deployedStackStatements(arns),
    allow('ReadState', ['s3:GetObject'], [...arns.deployedStates, arns.rolesState]),
    allow('ReadDeploymentRoles', readRole, arns.deploymentRoles),
    allow('ReadBoundary', ['iam:GetPolicy', 'iam:GetPolicyVersion'], arns.boundary),
    allow('ReadGithubOidcProvider', ['iam:GetOpenIDConnectProvider'], arns.githubOidcProvider),
  ];
}

const readRole = ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'];

/** What Terraform reads of the stacks that the workflows deploy, but for their state. */
export function deployedStackStatements(arns: Arns): Statement[] {
  return [
    allow('ListState', ['s3:ListBucket'], arns.stateBucket),
    // Which versions there are, never what is in them.
    allow(
      'ReadSecretWithoutValue',
      [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetResourcePolicy',
        'secretsmanager:ListSecretVersionIds',
      ],
      arns.secret,
    ),
    // It shows no key. Not the CloudFormation stack that creates the connection: a person deploys that.
    allow('ReadConnection', ['events:DescribeConnection'], arns.connection),
    allow('ReadRoles', readRole, [...arns.stateMachineRoles, arns.schedulerRole]),
    allow(
      'ReadStateMachine',
      ['states:DescribeStateMachine', 'states:ListStateMachineVersions', 'states:ListTagsForResource'],
      arns.stateMachines,
    ),
    allow('ReadSchedule', ['scheduler:GetSchedule'], arns.recoverySchedule),
    // At plan time no machine is named: AWS checks `stateMachine:*` (terraform-provider-aws issue 39472).
    allow('ValidateDefinition', ['states:ValidateStateMachineDefinition'], arns.allStateMachines),
    // A search by name, which AWS checks against every log group.
    allow('FindLogGroup', ['logs:DescribeLogGroups'], arns.allLogGroups),
    allow(
      'ReadLogGroup',
      ['logs:ListTagsForResource', 'logs:DescribeMetricFilters', 'logs:DescribeLogStreams'],
      [...arns.logGroupForms, ...arns.recoveryLogGroupForms],
    ),
    // A search too. The Service Authorization Reference names an alarm, but AWS has been seen to check `alarm:*`
    // (aws-samples/amazon-cloudwatch-auto-alarms issue 1); this pattern holds for both.
    allow('FindAlarm', ['cloudwatch:DescribeAlarms'], arns.allAlarms),
    allow('ReadAlarm', ['cloudwatch:ListTagsForResource'], arns.alarms),
    allow('ReadDashboard', ['cloudwatch:GetDashboard'], arns.dashboard),
    allow(
      'ReadAlarmTopic',
      ['sns:GetTopicAttributes', 'sns:ListTagsForResource', 'sns:ListSubscriptionsByTopic'],
      arns.alarmTopic,
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
      arns.createdTables,
    ),
  ];
}

/** What `verify` alone reads: what the roles may do, that somebody uses the state machines, and what the application has created for it. */
export function verifyStatements(arns: Arns): Statement[] {
  return [
    allow('SimulateRoles', ['iam:SimulatePrincipalPolicy'], [...arns.stateMachineRoles, arns.schedulerRole]),
    allow('VerifyExecutions', ['states:ListExecutions'], arns.stateMachines),
    allow('VerifyLog', ['logs:FilterLogEvents'], arns.logGroupForms),
    allow(
      'VerifyTables',
      ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTimeToLive'],
      [arns.meterEventsTable, arns.processingHistoryTable, arns.policyMappingTable],
    ),
    // Why a run of recovery failed; not the items that it worked on.
    allow('VerifyRecovery', ['states:DescribeExecution'], arns.recoveryExecutions),
    // Names of policies and children; no customer.
    allow('VerifyMapping', ['dynamodb:Scan'], arns.policyMappingTable),
    ...(arns.childStateMachines.length === 0
      ? []
      : [allow('VerifyChildren', ['states:DescribeStateMachine'], arns.childStateMachines)]),
  ];
}
