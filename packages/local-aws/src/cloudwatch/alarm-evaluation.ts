import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  SetAlarmStateCommand,
  type CloudWatchClient,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { breachingPeriods, onlyMetric, type PeriodValue } from './breaching-periods';

/** An alarm whose state follows its metrics. */
interface Evaluated {
  readonly cloudWatch: CloudWatchClient;
  readonly alarm: string;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/**
 * Does once what CloudWatch does every minute and moto does not: reads the alarm's metrics, and sets its state to ALARM
 * when its own threshold is reached as often as it says. The newest period ends now.
 *
 * @returns the state that the metrics give
 * @throws Error that names what is not evaluated here
 */
export async function evaluateOnce({
  cloudWatch,
  alarm,
  now = Date.now,
}: Evaluated): Promise<'ALARM' | 'OK'> {
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [alarm] }));
  const [found] = MetricAlarms;
  const count = found ? breachingPeriods(found, await newestValues(cloudWatch, found, now())) : 0;
  const state = count > 0 ? 'ALARM' : 'OK';
  if (found && state !== found.StateValue) {
    await cloudWatch.send(
      new SetAlarmStateCommand({
        AlarmName: alarm,
        StateValue: state,
        StateReason: `Threshold ${count > 0 ? '' : 'not '}crossed: ${count} datapoints.`,
      }),
    );
  }
  return state;
}

/** Reads each metric of an alarm in the periods that are evaluated. */
async function newestValues(
  cloudWatch: CloudWatchClient,
  alarm: MetricAlarm,
  now: number,
): Promise<PeriodValue> {
  const queries = queriesOf(alarm);
  const { EvaluationPeriods = 1 } = alarm;
  const periodMilliseconds = 1000 * Math.max(...queries.map(({ MetricStat }) => MetricStat?.Period ?? NaN));
  // moto counts whole seconds, from the start: the last one would be left out.
  const start = Math.floor(now / 1000) * 1000 + 1000 - EvaluationPeriods * periodMilliseconds;
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(start),
      EndTime: new Date(start + EvaluationPeriods * periodMilliseconds),
      MetricDataQueries: queries.map(({ Id, MetricStat }) => ({ Id, MetricStat })),
    }),
  );
  const values = new Map<string, number>();
  for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
    Timestamps.forEach((time, index) => {
      const period = EvaluationPeriods - 1 - Math.round((time.getTime() - start) / periodMilliseconds);
      values.set(`${Id} ${period}`, Values[index]!);
    });
  }
  return (id, period) => values.get(`${id} ${period}`);
}

/** The metrics that an alarm's value is made of. */
function queriesOf({ Metrics = [], ...alarm }: MetricAlarm) {
  if (Metrics.length > 0) {
    return Metrics.filter(({ MetricStat }) => MetricStat);
  }
  const { Namespace, MetricName, Dimensions, Period, Statistic: Stat } = alarm;
  return [{ Id: onlyMetric, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat } }];
}
