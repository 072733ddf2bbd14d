import type { EnvironmentName } from './environment-names';
import { SettingsError } from './settings-error';

/** The application's name, in tags and resource names. */
export const application = 'siftbeam';

/** Physical names of everything that the stacks create or refer to. */
export interface Names {
  readonly stateBucket: string;
  readonly secret: string;
  readonly connection: string;
  readonly connectionStack: string;
  readonly stateMachine: string;
  readonly executionRole: string;
  readonly logGroup: string;
  readonly alarm: string;
  readonly alarmTopic: string;
  /** Where the metric filter counts the meter events that were not sent. */
  readonly metricNamespace: string;
  readonly processingHistoryTable: string;
  readonly policyMappingTable: string;
  /** The ledger. */
  readonly meterEventsTable: string;
  readonly recoveryStateMachine: string;
  readonly recoveryRole: string;
  readonly recoveryLogGroup: string;
  /** The schedule that starts recovery. */
  readonly recoverySchedule: string;
  /** The role with which EventBridge Scheduler starts it. */
  readonly schedulerRole: string;
  readonly overdueAlarm: string;
  readonly recoverySilentAlarm: string;
  readonly dashboard: string;
  /** The roles that the GitHub workflows assume. */
  readonly planRole: string;
  readonly deployRole: string;
  /** Exists in test alone. */
  readonly verifyRole: string;
  /** The managed policy that limits every role which the deploy role writes. */
  readonly boundary: string;
}

/** Longest name AWS allows: S3 bucket 63, IAM role 64, IAM policy 128, EventBridge connection 64, state machine 80. */
const limits: Partial<Record<keyof Names, number>> = {
  stateBucket: 63,
  executionRole: 64,
  planRole: 64,
  deployRole: 64,
  verifyRole: 64,
  boundary: 128,
  connection: 64,
  stateMachine: 80,
  recoveryStateMachine: 80,
  recoveryRole: 64,
  schedulerRole: 64,
  recoverySchedule: 64,
};

/** The name of the execution role's inline policy, in both environments (docs/operations-guide.md, 3). */
export const executionPolicyName = 'StripeMeterIntegrationPolicy';

/** The name of the inline policy of recovery's role. */
export const recoveryPolicyName = 'StripeMeterEventRecoveryPolicy';

/** The name of the inline policy of the role with which EventBridge Scheduler starts recovery. */
export const schedulerPolicyName = 'StartRecoveryPolicy';

/**
 * The names in an environment. Live has those of docs/operations-guide.md; test has a suffix, and its secret lies outside
 * `siftbeam/stripe/api-key-*` so that no pattern for live can match it.
 *
 * @throws if a name is longer than AWS allows
 */
export function namesOf(name: EnvironmentName, { accountId }: { readonly accountId: string }): Names {
  const suffix = name === 'live' ? '' : `-${name}`;
  const stateMachine = `ServiceProcessingOrchestrator${suffix}`;
  const recoveryStateMachine = `StripeMeterEventRecovery${suffix}`;
  const names: Names = {
    stateBucket: `${application}-terraform-state-${accountId}-${name}`,
    secret: name === 'live' ? `${application}/stripe/api-key` : `${application}/${name}/stripe/api-key`,
    connection: `${application}-stripe${suffix}`,
    connectionStack: `${application}-stripe-connection${suffix}`,
    stateMachine,
    executionRole: `${stateMachine}-role`,
    logGroup: `/aws/vendedlogs/states/${stateMachine}`,
    alarm: `StripeMeterSendFailure${suffix}`,
    alarmTopic: `StripeMeterSendFailure${suffix}`,
    metricNamespace: `${application}/billing${suffix}`,
    processingHistoryTable: `${application}-processing-history${suffix}`,
    policyMappingTable: `${application}-policy-stepfunction-mapping${suffix}`,
    meterEventsTable: `${application}-stripe-meter-events${suffix}`,
    recoveryStateMachine,
    recoveryRole: `${recoveryStateMachine}-role`,
    recoveryLogGroup: `/aws/vendedlogs/states/${recoveryStateMachine}`,
    recoverySchedule: recoveryStateMachine,
    schedulerRole: `${recoveryStateMachine}-scheduler-role`,
    overdueAlarm: `StripeMeterEventsOverdue${suffix}`,
    recoverySilentAlarm: `StripeMeterRecoverySilent${suffix}`,
    dashboard: `StripeMeterEvents${suffix}`,
    planRole: `${application}-stripe-plan-${name}`,
    deployRole: `${application}-stripe-deploy-${name}`,
    verifyRole: `${application}-stripe-verify-${name}`,
    boundary: `${application}-stripe-boundary-${name}`,
  };
  for (const [role, limit] of Object.entries(limits) as [keyof Names, number][]) {
    if (names[role].length > limit) {
      throw new SettingsError(
        `The name "${names[role]}" (${role}) has ${names[role].length} characters; AWS allows ${limit}.`,
      );
    }
  }
  return names;
}
