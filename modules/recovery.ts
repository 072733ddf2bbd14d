import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { ExecutionRole, type ExecutionRoleProps } from './execution-role';
import { overdueAlarm, recoverySilentAlarm, type MetricAlarm } from './recovery-metrics';
import { RecoverySchedule, type RecoveryScheduleProps } from './recovery-schedule';
import { StateMachine, type StateMachineProps } from './state-machine';

export interface RecoveryProps {
  readonly role: ExecutionRoleProps;
  readonly machine: Omit<StateMachineProps, 'roleArn' | 'rolePolicy'>;
  readonly schedule: Omit<RecoveryScheduleProps, 'stateMachineArn'>;
  readonly alarms: {
    readonly overdueName: string;
    readonly silentName: string;
    readonly topicArn: string;
    /** Where the machine publishes its metrics. */
    readonly metricNamespace: string;
    /** Where the runbook is: a URL, or its path in the project. */
    readonly runbook: string;
  };
}

/** Sends every meter event that is still open: the state machine, what starts it, and who is told when it cannot. */
export class Recovery extends Construct {
  readonly stateMachineArn: string;

  constructor(scope: Construct, id: string, props: RecoveryProps) {
    super(scope, id);
    const role = new ExecutionRole(this, 'role', props.role);
    const machine = new StateMachine(this, 'state-machine', {
      ...props.machine,
      roleArn: role.arn,
      rolePolicy: role.policy,
    });
    this.stateMachineArn = machine.arn;
    new RecoverySchedule(this, 'schedule', { ...props.schedule, stateMachineArn: machine.arn });

    const { overdueName, silentName, topicArn, metricNamespace, runbook } = props.alarms;
    const alarm = (role: string, alarmName: string, anchor: string, what: string, metric: MetricAlarm) =>
      new CloudwatchMetricAlarm(this, role, {
        alarmName,
        alarmDescription: `${what} ${runbook}#${anchor}`,
        ...metric,
        alarmActions: [topicArn],
      });
    alarm(
      'overdue-alarm',
      overdueName,
      'stripemetereventsoverdue',
      'A meter event is open for more than an hour, a comparison with Stripe could not be made for three, or an item needs a person',
      overdueAlarm(metricNamespace),
    );
    alarm(
      'silent-alarm',
      silentName,
      'stripemeterrecoverysilent',
      'No run of the recovery of meter events succeeded for half an hour',
      recoverySilentAlarm(machine.arn),
    );
  }
}
