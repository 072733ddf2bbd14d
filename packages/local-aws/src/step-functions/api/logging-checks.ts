import { DescribeLogGroupsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { LoggingConfiguration } from '@aws-sdk/client-sfn';
import { partsOfArn } from '../../arn';
import { AwsError } from '../../endpoint/errors';
import type { Authorizer } from '../../iam/authorizer';
import { AccessDenied } from '../../iam/errors';

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html: these work on `*` only. A policy that is checked here
 * must not take them from here.
 */
export const logDeliveryActions = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** Whether executions are logged. */
export function isLogged({ level }: LoggingConfiguration): boolean {
  return level !== undefined && level !== 'OFF';
}

/** The log group's name in the `logGroupArn` of a checked configuration. */
export function logGroupName(configuration: LoggingConfiguration): string {
  const arn = configuration.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn ?? '';
  return partsOfArn(arn).resource.split(':')[1] ?? '';
}

/** Rejects a configuration whose log group is not there, or is not named as AWS demands it. */
export async function checkLogDestination(
  logging: LoggingConfiguration,
  logs: CloudWatchLogsClient,
): Promise<void> {
  if (!isLogged(logging)) {
    return;
  }
  const invalid = (reason: string) =>
    new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${reason}`);
  if (logging.destinations?.length !== 1) {
    throw invalid('Must specify exactly one Log Destination.');
  }
  const arn = logging.destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn ?? '';
  if (!/^arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:[^:]+:\*$/.test(arn)) {
    throw invalid(`The Log Destination must be the ARN of a log group and end in ":*", not "${arn}".`);
  }
  const name = logGroupName(logging);
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  if (!logGroups.some((group) => group.logGroupName === name)) {
    throw invalid(`The log group ${name} does not exist.`);
  }
}

/** Rejects a role that may not do everything that log delivery takes. */
export async function checkLogDelivery(roleArn: string, authorizer: Authorizer): Promise<void> {
  for (const action of logDeliveryActions) {
    await authorizer.authorize(roleArn, action, '*').catch((error: unknown) => {
      if (!(error instanceof AccessDenied)) {
        throw error;
      }
      throw new AwsError(
        'AccessDeniedException',
        'The state machine IAM Role is not authorized to access the Log Destination',
      );
    });
  }
}
