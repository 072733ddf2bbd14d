import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  SetAlarmStateCommand,
  type CloudWatchClient,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';

/** An alarm whose state follows its metrics. */
interface Evaluated {
  readonly cloudWatch: CloudWatchClient;
  readonly alarm: string;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/**
 * Does once what CloudWatch does every minute and moto does not: reads the alarm's metrics, and sets its state to ALARM
 * when its own threshold is reached as often as it says. It knows a sum of metrics alone.
 *
 * @returns the state that the metrics give
 */
export async function evaluateOnce({
  cloudWatch,
  alarm,
  now = Date.now,
}: Evaluated): Promise<'ALARM' | 'OK'> {
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [alarm] }));
  const [found] = MetricAlarms;
  const count = found ? await breachingPeriods(cloudWatch, found, now()) : 0;
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

/** How many of the alarm's newest periods reach its threshold; 0 if fewer than it asks for. */
async function breachingPeriods(
  cloudWatch: CloudWatchClient,
  { Metrics = [], EvaluationPeriods = 1, DatapointsToAlarm, Threshold = NaN }: MetricAlarm,
  now: number,
): Promise<number> {
  const metrics = Metrics.filter(({ MetricStat }) => MetricStat);
  requireSum(Metrics);
  const seconds = EvaluationPeriods * Math.max(...metrics.map(({ MetricStat }) => MetricStat?.Period ?? NaN));
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - seconds * 1000),
      EndTime: new Date(now + 1000),
      MetricDataQueries: metrics.map(({ Id, MetricStat }) => ({ Id, MetricStat })),
    }),
  );
  const sums = new Map<number, number>();
  for (const { Timestamps = [], Values = [] } of MetricDataResults) {
    Timestamps.forEach((time, index) =>
      sums.set(time.getTime(), (sums.get(time.getTime()) ?? 0) + (Values[index] ?? 0)),
    );
  }
  const breaching = [...sums.values()].filter((sum) => sum >= Threshold).length;
  return breaching >= (DatapointsToAlarm ?? EvaluationPeriods) ? breaching : 0;
}

function requireSum(metrics: MetricAlarm['Metrics'] = []): void {
  const expression = metrics.find(({ ReturnData }) => ReturnData)?.Expression ?? '';
  const terms = expression.split(' + ').map((term) => /^(?:FILL\((\w+), 0\)|(\w+))$/.exec(term));
  if (terms.some((term) => !term)) {
    throw new Error(`The alarm's expression "${expression}" is not a sum of its metrics.`);
  }
}
