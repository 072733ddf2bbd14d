import { verifyFailureCustomer, verifyFailurePrefix } from '../../settings/application';
import { usageCheckPrefix } from '../../ledger/keys';
import {
  logGroupForms,
  stateMachineArns,
  stateMachineRoleArns,
  type DeploymentPermissions,
} from './deployment-permissions';
import { verifyStatements } from './plan-statements';
import { allow, type Statement } from './statement';

/**
 * What `verify` needs to check everything and to send a file through, the Stripe key included: the customer to bill and
 * what Stripe counted are read with it. Only for `test`, whose key bills nobody.
 */
export function verifyBySendingStatements(p: DeploymentPermissions): Statement[] {
  return [...verifyStatements(p), ...readStatements(p), ...sendStatements(p)];
}

/** What the plan role, too, reads of the deployed stacks. */
const readStatements = (p: DeploymentPermissions) => [
  allow(
    'ReadStripeKey',
    ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds', 'secretsmanager:GetSecretValue'],
    p.secretArn,
  ),
  allow('ReadConnection', ['events:DescribeConnection'], p.connectionArn),
  allow(
    'ReadRoles',
    ['iam:GetRole', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
    [...stateMachineRoleArns(p), p.schedulerRoleArn],
  ),
  allow('ReadStateMachine', ['states:DescribeStateMachine'], stateMachineArns(p)),
  allow('ReadSchedule', ['scheduler:GetSchedule'], p.scheduleArn),
  // A search by name, which AWS checks against every log group.
  allow('FindLogGroup', ['logs:DescribeLogGroups'], p.allLogGroupsArn),
  allow('ReadLogGroup', ['logs:DescribeMetricFilters'], logGroupForms(p.logGroupArn)),
  allow('FindAlarm', ['cloudwatch:DescribeAlarms'], p.allAlarmsArn),
  allow('ReadAlarmTopic', ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'], p.alarmTopicArn),
];

const sendStatements = (p: DeploymentPermissions) => [
  ...(p.verifyUploadsArn ? [allow('UploadFile', ['s3:PutObject'], p.verifyUploadsArn)] : []),
  allow('StartExecution', ['states:StartExecution'], p.stateMachineArn),
  allow('ReadExecution', ['states:DescribeExecution'], p.executionsArn),
  // It names customers: the roles that only read learn from StripeMeterEventsOverdue alone that something is open.
  allow('ReadOpenMeterEvents', ['dynamodb:Query'], p.openIndexArn),
  allow('ReadRecord', ['dynamodb:GetItem'], records(p)),
  // The records of the failure that `verify` itself caused, and no others.
  allow('DeleteOwnRecord', ['dynamodb:DeleteItem'], records(p), {
    'ForAllValues:StringLike': {
      'dynamodb:LeadingKeys': [`${verifyFailurePrefix}*`, `${usageCheckPrefix}${verifyFailureCustomer}/*`],
    },
  }),
];

const records = (p: DeploymentPermissions) => [p.processingHistoryTableArn, p.meterEventsTableArn];
