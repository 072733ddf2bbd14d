import { verifyFailureCustomer, verifyFailurePrefix } from '../../settings/application';
import { usageCheckPrefix } from '../../ledger/keys';
import type { Arns } from '../../settings/arns';
import { verifyStatements } from './plan-statements';
import { allow, type Statement } from './statement';

/**
 * What `verify` needs to check everything and to send a file through, the Stripe key included: the customer to bill and
 * what Stripe counted are read with it. Only for `test`, whose key bills nobody.
 */
export function verifyBySendingStatements(arns: Arns): Statement[] {
  return [...verifyStatements(arns), ...readStatements(arns), ...sendStatements(arns)];
}

/** What the plan role, too, reads of the deployed stacks. Not their states: the job before has planned and applied. */
const readStatements = (arns: Arns) => [
  allow(
    'ReadStripeKey',
    ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecretVersionIds', 'secretsmanager:GetSecretValue'],
    arns.secret,
  ),
  allow('ReadConnection', ['events:DescribeConnection'], arns.connection),
  allow(
    'ReadRoles',
    ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
    [...arns.stateMachineRoles, arns.schedulerRole],
  ),
  allow('ReadRecovery', ['states:DescribeStateMachine'], arns.recoveryStateMachine),
  allow('ReadSchedule', ['scheduler:GetSchedule'], arns.recoverySchedule),
  allow('FindAlarm', ['cloudwatch:DescribeAlarms'], arns.allAlarms),
  allow('ReadSubscriptions', ['sns:ListSubscriptionsByTopic'], arns.alarmTopic),
];

const sendStatements = (arns: Arns) => [
  ...(arns.verifyUploads ? [allow('UploadFile', ['s3:PutObject'], arns.verifyUploads)] : []),
  allow('StartExecution', ['states:StartExecution'], arns.stateMachine),
  allow('ReadExecution', ['states:DescribeExecution'], arns.executions),
  // It names customers: the roles that only read learn from StripeMeterEventsOverdue alone that something is open.
  allow('ReadOpenMeterEvents', ['dynamodb:Query'], arns.openIndex),
  allow('ReadRecord', ['dynamodb:GetItem'], records(arns)),
  // The records of the failure that `verify` itself caused, and no others.
  allow('DeleteOwnRecord', ['dynamodb:DeleteItem'], records(arns), {
    'ForAllValues:StringLike': {
      'dynamodb:LeadingKeys': [`${verifyFailurePrefix}*`, `${usageCheckPrefix}${verifyFailureCustomer}/*`],
    },
  }),
];

const records = (arns: Arns) => [arns.processingHistoryTable, arns.meterEventsTable];
