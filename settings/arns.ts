import { verifyPrefix } from './application';
import type { Environment } from './environments';
import { sendsFromGithub } from './github';
import { stateObjectKey, type StackName } from './stacks';
import { customerIndex, openIndex } from '../ledger/indexes';

/** The last part of a resource's name in an ARN: the state machine's name in `…:stateMachine:Name`. */
export const nameInArn = (arn: string): string => arn.split(/[:/]/).at(-1) ?? '';

export type Arns = ReturnType<typeof arnsOf>;

/**
 * ARNs by text, for what does not exist yet or belongs to the application: a policy must exist before the state
 * machine that it names, or CreateStateMachine refuses the role. Where AWS completes an ARN by itself, a pattern.
 */
export function arnsOf(environment: Environment) {
  const arns = singleArnsOf(environment);
  return { ...arns, ...groupsOf(environment, arns) };
}

function singleArnsOf(environment: Environment) {
  const { accountId, region, names, childStateMachineNames, executionRoleName, inputBucketName } =
    environment;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  const iam = (resource: string) => `arn:aws:iam::${accountId}:${resource}`;
  return {
    allAlarms: arn('cloudwatch', 'alarm:*'),
    allStateMachines: arn('states', 'stateMachine:*'),
    stateMachine: arn('states', `stateMachine:${names.stateMachine}`),
    executions: arn('states', `execution:${names.stateMachine}:*`),
    childStateMachines: childStateMachineNames.map((name) => arn('states', `stateMachine:${name}`)),
    childExecutions: childStateMachineNames.map((name) => arn('states', `execution:${name}:*`)),
    /** The managed rule by which Step Functions learns that a child has ended. */
    childEventsRule: arn('events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'),
    /** The secret that EventBridge manages for the connection: `events!connection/<name>/<uuid>/auth-<random>`. */
    connectionSecret: arn('secretsmanager', `secret:events!connection/${names.connection}/*`),
    processingHistoryTable: arn('dynamodb', `table/${names.processingHistoryTable}`),
    policyMappingTable: arn('dynamodb', `table/${names.policyMappingTable}`),
    meterEventsTable: arn('dynamodb', `table/${names.meterEventsTable}`),
    openIndex: arn('dynamodb', `table/${names.meterEventsTable}/index/${openIndex}`),
    customerIndex: arn('dynamodb', `table/${names.meterEventsTable}/index/${customerIndex}`),
    recoveryStateMachine: arn('states', `stateMachine:${names.recoveryStateMachine}`),
    recoveryExecutions: arn('states', `execution:${names.recoveryStateMachine}:*`),
    /** The children of recovery's Distributed Map: `execution:<machine>/<label>:<name>`. */
    recoveryChildExecutions: arn('states', `execution:${names.recoveryStateMachine}/*`),
    recoveryLogGroup: arn('logs', `log-group:${names.recoveryLogGroup}`),
    recoveryRole: iam(`role/${names.recoveryRole}`),
    recoverySchedule: arn('scheduler', `schedule/default/${names.recoverySchedule}`),
    scheduleGroup: arn('scheduler', 'schedule-group/default'),
    schedulerRole: iam(`role/${names.schedulerRole}`),
    overdueAlarm: arn('cloudwatch', `alarm:${names.overdueAlarm}`),
    recoverySilentAlarm: arn('cloudwatch', `alarm:${names.recoverySilentAlarm}`),
    dashboard: `arn:aws:cloudwatch::${accountId}:dashboard/${names.dashboard}`,
    alarm: arn('cloudwatch', `alarm:${names.alarm}`),
    alarmTopic: arn('sns', names.alarmTopic),
    allLogGroups: arn('logs', 'log-group:*'),
    logGroup: arn('logs', `log-group:${names.logGroup}`),
    /** Secrets Manager ends a secret's ARN in a hyphen and six characters of its own. */
    secret: arn('secretsmanager', `secret:${names.secret}-??????`),
    /** EventBridge ends a connection's ARN in a UUID. */
    connection: arn('events', `connection/${names.connection}/*`),
    /** The same without the UUID: the form that CloudFormation gives as a connection's `ArnForPolicy`. */
    connectionForPolicy: arn('events', `connection/${names.connection}`),
    /** The Step Functions console creates its roles under the path `/service-role/`. */
    executionRoles: executionRoleName
      ? [iam(`role/${executionRoleName}`), iam(`role/service-role/${executionRoleName}`)]
      : [iam(`role/${names.executionRole}`)],
    planRole: iam(`role/${names.planRole}`),
    deployRole: iam(`role/${names.deployRole}`),
    verifyRole: iam(`role/${names.verifyRole}`),
    /** The objects that `verify` uploads, if the settings name the bucket. */
    verifyUploads: inputBucketName && `arn:aws:s3:::${inputBucketName}/${verifyPrefix}*`,
    allRoles: iam('role/*'),
    boundary: iam(`policy/${names.boundary}`),
    githubOidcProvider: iam('oidc-provider/token.actions.githubusercontent.com'),
    stateBucket: `arn:aws:s3:::${names.stateBucket}`,
  };
}

/** What policies name together. */
function groupsOf(environment: Environment, arns: ReturnType<typeof singleArnsOf>) {
  const { name, createTables, executionRoleName } = environment;
  const state = (stack: StackName) => `${arns.stateBucket}/${stateObjectKey(name, stack)}`;
  // Some actions on a log group are checked against its ARN as it is, others with `:*` behind it.
  const forms = (logGroup: string) => [logGroup, `${logGroup}:*`];
  const ownRoles = [arns.recoveryRole, arns.schedulerRole];
  return {
    stateMachines: [arns.stateMachine, arns.recoveryStateMachine],
    stateMachineRoles: [...arns.executionRoles, arns.recoveryRole],
    /** The roles that the stacks create. */
    createdRoles: executionRoleName ? ownRoles : [...arns.executionRoles, ...ownRoles],
    /** The roles on which the stacks only put a policy. */
    existingRoles: executionRoleName ? arns.executionRoles : [],
    deploymentRoles: [
      arns.planRole,
      arns.deployRole,
      ...(sendsFromGithub(environment) ? [arns.verifyRole] : []),
    ],
    logGroupForms: forms(arns.logGroup),
    recoveryLogGroupForms: forms(arns.recoveryLogGroup),
    alarms: [arns.alarm, arns.overdueAlarm, arns.recoverySilentAlarm],
    /** The tables that the stacks create. */
    createdTables: [
      arns.meterEventsTable,
      ...(createTables ? [arns.processingHistoryTable, arns.policyMappingTable] : []),
    ],
    /** The state objects of the stacks that the workflows deploy. */
    deployedStates: [state('stripe-secret'), state('service-processing')],
    /** The state object of the deployment roles themselves, which a person deploys. */
    rolesState: state('deployment-roles'),
  };
}
