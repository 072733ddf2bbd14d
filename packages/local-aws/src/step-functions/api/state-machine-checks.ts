import { partsOfArn } from '../../arn';
import { DescribeLogGroupsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type {
  CreateStateMachineInput,
  LoggingConfiguration,
  UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';
import type { Authorizer } from '../../iam/authorizer';
import { AccessDenied } from '../../iam/errors';
import { validateDefinition, type Diagnostic } from '../validation/validate';
import { AwsError, unsupported } from '../../endpoint/errors';
import type { Json } from '../../json';

/** What CreateStateMachine and UpdateStateMachine check. */
export interface CheckedStateMachine {
  readonly arn: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration: LoggingConfiguration;
}

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

const managedRule = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

/** Rejects a name as AWS does: it has 1 to 80 characters, without white space, brackets, wildcards and special characters. */
export function checkName(name: string): void {
  if (name.length < 1 || name.length > 80 || /[\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]/u.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
}

/** Rejects by name what AWS offers and local Step Functions does not. */
export function rejectUnsupported(input: CreateStateMachineInput | UpdateStateMachineInput): void {
  if ('type' in input && input.type === 'EXPRESS') {
    throw unsupported('Step Functions', 'EXPRESS state machines');
  }
  const encryption = input.encryptionConfiguration?.type;
  if (encryption && encryption !== 'AWS_OWNED_KEY') {
    throw unsupported('Step Functions', `encryption ${encryption}`);
  }
}

/** A description is that of the version which is published. */
export function checkVersionDescription({
  publish,
  versionDescription,
}: CreateStateMachineInput | UpdateStateMachineInput): void {
  if (versionDescription !== undefined && !publish) {
    throw new AwsError('ValidationException', 'Version description can only be set when publish is true');
  }
}

/** Rejects a state machine that AWS would not save. */
export async function checkStateMachine(
  machine: CheckedStateMachine,
  authorizer: Authorizer,
  logs: CloudWatchLogsClient,
): Promise<void> {
  checkDefinition(machine.definition);
  await checkLogDestination(machine.loggingConfiguration, logs);
  const { accountId } = partsOfArn(machine.arn);
  const source = { service: 'states.amazonaws.com', sourceArn: machine.arn, sourceAccount: accountId };
  await authorizer.authorizeAssume(machine.roleArn, source);
  if (isLogged(machine.loggingConfiguration)) {
    await checkLogDelivery(machine.roleArn, authorizer);
  }
  if (startsExecutionSync(JSON.parse(machine.definition) as Json)) {
    await checkManagedRule(machine, authorizer);
  }
}

export function isLogged({ level }: LoggingConfiguration): boolean {
  return level !== undefined && level !== 'OFF';
}

/** The log group's name in the `logGroupArn` of a checked configuration. */
export function logGroupName(configuration: LoggingConfiguration): string {
  const arn = configuration.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn ?? '';
  return partsOfArn(arn).resource.split(':')[1] ?? '';
}

function checkDefinition(definition: string): void {
  const errors = validateDefinition(definition).filter(({ severity }) => severity === 'ERROR');
  if (errors.length > 0) {
    throw invalidDefinition(errors);
  }
}

/** The error for a definition with these findings. */
export function invalidDefinition(diagnostics: readonly Diagnostic[]): AwsError {
  // Where there is no location, AWS writes that it is null.
  const found = diagnostics.map(
    ({ code, message, location = 'null' }) => `${code}: ${message} at ${location}`,
  );
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${found.join(', ')}'`);
}

async function checkLogDestination(logging: LoggingConfiguration, logs: CloudWatchLogsClient): Promise<void> {
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

async function checkLogDelivery(roleArn: string, authorizer: Authorizer): Promise<void> {
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

async function checkManagedRule(
  { arn, roleArn }: CheckedStateMachine,
  authorizer: Authorizer,
): Promise<void> {
  const { partition, region, accountId } = partsOfArn(arn);
  const rule = `arn:${partition}:events:${region}:${accountId}:rule/${managedRule}`;
  for (const action of ['events:PutTargets', 'events:PutRule', 'events:DescribeRule']) {
    await authorizer.authorize(roleArn, action, rule).catch((error: unknown) => {
      if (!(error instanceof AccessDenied)) {
        throw error;
      }
      throw new AwsError('AccessDeniedException', `'${roleArn}' is not authorized to create managed-rule.`);
    });
  }
}

function startsExecutionSync(part: Json): boolean {
  if (part === null || typeof part !== 'object') {
    return false;
  }
  return Object.entries(part).some(([key, value]) =>
    key === 'Resource' && typeof value === 'string'
      ? /:states:startExecution\.sync(:2)?$/.test(value)
      : startsExecutionSync(value),
  );
}
