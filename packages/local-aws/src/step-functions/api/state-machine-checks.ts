import { partsOfArn } from '../../arn';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
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
import { checkLogDelivery, checkLogDestination, isLogged } from './logging-checks';

/** What CreateStateMachine and UpdateStateMachine check. */
export interface CheckedStateMachine {
  readonly arn: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration: LoggingConfiguration;
}

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
