import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type MetricAlarm,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Breakage } from './breakage';

type AlarmName = 'alarm' | 'overdueAlarm' | 'recoverySilentAlarm';

/** Overwrites an alarm with something changed. */
export const alarm =
  (
    change: (alarm: MetricAlarm) => Partial<PutMetricAlarmCommandInput>,
    which: AlarmName = 'alarm',
  ): Breakage['make'] =>
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
    const put = (changed: Partial<PutMetricAlarmCommandInput>) =>
      clients.cloudWatch.send(
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
          ...changed,
        }),
      );
    await put(change(was));
    return () => put({});
  };

/** Sets an alarm to ALARM as CloudWatch would. */
export const ringing =
  (which: AlarmName, StateReason: string): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const set = (StateValue: 'ALARM' | 'OK') =>
      clients.cloudWatch.send(
        new SetAlarmStateCommand({ AlarmName: environment.names[which], StateValue, StateReason }),
      );
    await set('ALARM');
    return () => set('OK');
  };
