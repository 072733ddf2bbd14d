import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { isDeepStrictEqual } from 'node:util';
import {
  notSentMetricName,
  sendFailureQueries,
  sendFailureThreshold,
  type SendFailureMetrics,
  type SendFailureQuery,
} from '../../modules/send-failure-metrics';

/** How an alarm differs from the one that the stacks create, its actions aside; empty if they are equal. */
export function alarmDifferences(
  alarm: MetricAlarm,
  wanted: Omit<SendFailureMetrics, 'metricName'>,
): string[] {
  const { comparisonOperator, evaluationPeriods, datapointsToAlarm, threshold, treatMissingData } =
    sendFailureThreshold;
  const plain = [
    ['comparison', alarm.ComparisonOperator, comparisonOperator],
    ['evaluation periods', alarm.EvaluationPeriods, evaluationPeriods],
    ['data points to alarm', alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods, datapointsToAlarm],
    ['threshold', alarm.Threshold, threshold],
    ['missing data', alarm.TreatMissingData, treatMissingData],
  ]
    .filter(([, is, should]) => is !== should)
    .map(([name, is, should]) => `${name} is ${is ?? 'not set'}, not ${should}`);
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
