import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { Construct } from 'constructs';
import { schedulerStatements, schedulerTrustPolicy } from './policies/scheduler-policies';
import { policyDocument } from './policies/statement';

export interface RecoveryScheduleProps {
  readonly scheduleName: string;
  readonly roleName: string;
  readonly policyName: string;
  readonly accountId: string;
  /** The group of the schedule, whose schedules alone may use the role. */
  readonly scheduleGroupArn: string;
  readonly stateMachineArn: string;
  /** Minutes from one run to the next. */
  readonly intervalMinutes: number;
  /** @default - the role has no permissions boundary */
  readonly permissionsBoundaryArn?: string;
}

/** A whole number of minutes as EventBridge Scheduler writes it. */
const scheduleRate = (minutes: number): string => `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`;

/**
 * Starts recovery at regular intervals. It has no dead-letter queue: each run does all the work there is, so the next
 * one makes up for a start that failed, and the alarm StripeMeterRecoverySilent tells if none succeeds.
 */
export class RecoverySchedule extends Construct {
  constructor(scope: Construct, id: string, props: RecoveryScheduleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name: props.roleName,
      description: `Starts the state machine ${props.stateMachineArn} on schedule`,
      assumeRolePolicy: JSON.stringify(schedulerTrustPolicy(props)),
      permissionsBoundary: props.permissionsBoundaryArn,
    });
    const policy = new IamRolePolicy(this, 'policy', {
      name: props.policyName,
      role: role.id,
      policy: policyDocument(schedulerStatements(props.stateMachineArn)),
    });
    new SchedulerSchedule(this, 'schedule', {
      name: props.scheduleName,
      groupName: 'default',
      description: 'Sends the meter events that are still open',
      scheduleExpression: scheduleRate(props.intervalMinutes),
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: props.stateMachineArn,
        roleArn: role.arn,
        input: '{}',
        // Later retries would only start a run beside the next one. A minute is the least that AWS takes.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 60 },
      },
      dependsOn: [policy],
    });
  }
}
