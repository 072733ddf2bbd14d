import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { isDeepStrictEqual } from 'node:util';
import type { MetricAlarm as WantedMetricAlarm } from '../../modules/recovery-metrics';
import {
  notSentMetricName,
  sendFailureQueries,
  sendFailureThreshold,
  type SendFailureMetrics,
  type SendFailureQuery,
} from '../../modules/send-failure-metrics';

/** How the alarm of the metric math differs from the one that the stacks create, its actions aside; empty if they are equal. */
export function alarmDifferences(
  alarm: MetricAlarm,
  wanted: Omit<SendFailureMetrics, 'metricName'>,
): string[] {
  const plain = thresholdDifferences(alarm, sendFailureThreshold);
  const expected = sendFailureQueries({ ...wanted, metricName: notSentMetricName });
  const queries = (alarm.Metrics ?? []).map(queryOf);
  const known = new Set(expected.map(({ id }) => id));
  return [
    ...plain,
    ...expected
      .filter((query) => !queries.some((is) => isDeepStrictEqual(is, essence(query))))
      .map(({ id }) => `the query "${id}" ${queries.some((is) => is.id === id) ? 'differs' : 'is missing'}`),
    ...queries
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => `the query "${id}" is not the repository's`),
  ];
}

/** The same for an alarm on one metric. */
export function metricAlarmDifferences(alarm: MetricAlarm, wanted: WantedMetricAlarm): string[] {
  const { Namespace, MetricName, Dimensions = [], Statistic, Period } = alarm;
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name} ${Value}`).join(', ');
  const should = Object.entries(wanted.dimensions ?? {}).map(([name, value]) => `${name} ${value}`);
  return [
    ...differences([
      ['metric', `${Namespace} ${MetricName}`, `${wanted.namespace} ${wanted.metricName}`],
      ['dimension', dimensions || 'none', should.join(', ') || 'none'],
      ['statistic', Statistic, wanted.statistic],
      ['period', Period, wanted.period],
    ]),
    ...thresholdDifferences(alarm, wanted),
  ];
}

function thresholdDifferences(
  alarm: MetricAlarm,
  wanted: Pick<WantedMetricAlarm, keyof typeof sendFailureThreshold>,
): string[] {
  return differences([
    ['comparison', alarm.ComparisonOperator, wanted.comparisonOperator],
    ['evaluation periods', alarm.EvaluationPeriods, wanted.evaluationPeriods],
    ['data points to alarm', alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods, wanted.datapointsToAlarm],
    ['threshold', alarm.Threshold, wanted.threshold],
    ['missing data', alarm.TreatMissingData, wanted.treatMissingData],
  ]);
}

type Value = string | number | undefined;

const differences = (compared: readonly [name: string, is: Value, should: Value][]) =>
  compared
    .filter(([, is, should]) => is !== should)
    .map(([name, is, should]) => `${name} is ${is ?? 'not set'}, not ${should}`);

/** A query of the alarm in the form in which the stacks define it, without its label. */
function queryOf({ Id, ReturnData, Expression, MetricStat }: MetricDataQuery): SendFailureQuery {
  const { Metric, Stat, Period } = MetricStat ?? {};
  return essence({
    id: Id ?? '',
    returnData: ReturnData ?? true,
    expression: Expression,
    ...(MetricStat && {
      metric: {
        namespace: Metric?.Namespace ?? '',
        metricName: Metric?.MetricName ?? '',
        dimensions: Object.fromEntries(
          (Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value ?? '']),
        ),
        stat: Stat ?? '',
        period: Period ?? 0,
      },
    }),
  });
}

function essence({ id, returnData, expression, metric }: SendFailureQuery): SendFailureQuery {
  return {
    id,
    returnData,
    ...(expression && { expression }),
    ...(metric && { metric: { ...metric, dimensions: metric.dimensions ?? {} } }),
  };
}
