import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type MetricAlarm,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Change } from './breakage';

export type AlarmName = 'alarm' | 'overdueAlarm' | 'recoverySilentAlarm';

/** Overwrites an alarm with something changed. */
export const alarm =
  (change: (alarm: MetricAlarm) => Partial<PutMetricAlarmCommandInput>, which: AlarmName = 'alarm'): Change =>
  async ({ services: { clients }, environment }) => {
    const { MetricAlarms = [] } = await clients.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [environment.names[which]] }),
    );
    const was = MetricAlarms[0]!;
    const {
      AlarmName,
      AlarmDescription,
      ComparisonOperator,
      EvaluationPeriods,
      DatapointsToAlarm,
      Threshold,
      TreatMissingData,
      AlarmActions,
      ActionsEnabled,
    } = was;
    const { Metrics, Namespace, MetricName, Dimensions, Statistic, Period } = was;
    const measured = Namespace ? { Namespace, MetricName, Dimensions, Statistic, Period } : { Metrics };
    await clients.cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        AlarmDescription,
        ComparisonOperator,
        EvaluationPeriods,
        DatapointsToAlarm,
        Threshold,
        TreatMissingData,
        AlarmActions,
        ActionsEnabled,
        ...measured,
        ...change(was),
      }),
    );
  };

/** Sets an alarm to ALARM as CloudWatch would. */
export const ringing =
  (which: AlarmName, StateReason: string): Change =>
  ({ services: { clients }, environment }) =>
    clients.cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName: environment.names[which], StateValue: 'ALARM', StateReason }),
    );
