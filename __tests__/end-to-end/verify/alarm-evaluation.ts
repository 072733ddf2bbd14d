import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  SetAlarmStateCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployed } from '../../helpers/deployed';

export async function setAlarmState(
  { services: { clients }, environment }: Deployed,
  StateValue: 'ALARM' | 'OK',
  StateReason = 'Set by a test.',
): Promise<void> {
  const AlarmName = environment.names.alarm;
  await clients.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
}

/**
 * Does what CloudWatch does and moto does not: reads the alarm's metrics again and again, and sets the alarm to ALARM
 * when its own threshold is reached as often as it says. It knows a sum of metrics alone.
 *
 * @returns a function that stops it; the alarm's state stays
 */
export function evaluateAlarm(deployed: Deployed): () => Promise<void> {
  let stopped = false;
  const evaluating = (async () => {
    while (!stopped) {
      const count = await breachingPeriods(deployed);
      if (count > 0) {
        await setAlarmState(deployed, 'ALARM', `Threshold Crossed: ${count} datapoints.`);
        return;
      }
      await sleep(300);
    }
  })();
  return async () => {
    stopped = true;
    await evaluating;
  };
}

/** How many of the alarm's newest periods reach its threshold; 0 if fewer than it asks for. */
async function breachingPeriods({ services, environment }: Deployed): Promise<number> {
  const { cloudWatch } = services.clients;
  const { MetricAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [environment.names.alarm] }),
  );
  const { Metrics = [], EvaluationPeriods = 1, DatapointsToAlarm, Threshold = NaN } = MetricAlarms[0] ?? {};
  const metrics = Metrics.filter(({ MetricStat }) => MetricStat);
  requireSum(Metrics);
  const seconds = EvaluationPeriods * Math.max(...metrics.map(({ MetricStat }) => MetricStat?.Period ?? NaN));
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - seconds * 1000),
      EndTime: new Date(Date.now() + 1000),
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
