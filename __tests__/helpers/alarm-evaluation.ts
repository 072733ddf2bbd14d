import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { breachingPeriods } from '@usage-billing/local-aws/cloudwatch/breaching-periods';

/** An alarm as Terraform's configuration holds it. */
export interface SynthesizedAlarm {
  readonly evaluation_periods: number;
  /** @default - all evaluation periods */
  readonly datapoints_to_alarm?: number;
  readonly threshold: number;
  readonly treat_missing_data: string;
  readonly comparison_operator: string;
  /** Of an alarm on one metric. */
  readonly statistic?: string;
  readonly period?: number;
  /** Of an alarm on metric math. */
  readonly metric_query?: readonly {
    readonly id: string;
    readonly return_data?: boolean;
    readonly expression?: string;
    readonly metric?: { readonly period: number };
  }[];
}

export interface DataPoint {
  /** Id of the metric's query; `metric` for the one metric of an alarm without queries. */
  readonly id: string;
  /** Its timestamp. */
  readonly minute: number;
  /** When CloudWatch gets it. @default - at its timestamp */
  readonly arrivesMinute?: number;
  /** @default 1 */
  readonly value?: number;
}

/**
 * The minutes at which CloudWatch holds the alarm in ALARM, evaluating it every minute over the newest whole periods.
 * It knows what this project's alarms use: sums of metrics, or the sum or maximum of one.
 */
export function minutesInAlarm(
  alarm: SynthesizedAlarm,
  points: readonly DataPoint[],
  lastMinute: number,
): number[] {
  const periodSeconds = alarm.metric_query?.find(({ metric }) => metric)?.metric?.period ?? alarm.period;
  const periodMinutes = (periodSeconds ?? NaN) / 60;
  const ofPeriod = alarm.statistic === 'Maximum' ? maximumOf : sumOf;
  const valueOf = (id: string, period: number, now: number) => {
    const seen = points.filter(
      (point) =>
        point.id === id &&
        Math.floor(point.minute / periodMinutes) === period &&
        (point.arrivesMinute ?? point.minute) <= now,
    );
    return seen.length > 0 ? ofPeriod(seen.map((point) => point.value ?? 1)) : undefined;
  };
  return Array.from({ length: lastMinute + 1 }, (_, minute) => minute).filter((now) => {
    const newest = Math.floor(now / periodMinutes) - 1;
    return breachingPeriods(asDescribed(alarm), (id, age) => valueOf(id, newest - age, now)) > 0;
  });
}

const sumOf = (values: number[]) => values.reduce((total, value) => total + value, 0);
const maximumOf = (values: number[]) => Math.max(...values);

/** As DescribeAlarms shows what Terraform makes of it. */
const asDescribed = (alarm: SynthesizedAlarm): MetricAlarm => ({
  EvaluationPeriods: alarm.evaluation_periods,
  DatapointsToAlarm: alarm.datapoints_to_alarm,
  Threshold: alarm.threshold,
  TreatMissingData: alarm.treat_missing_data,
  ComparisonOperator: alarm.comparison_operator as MetricAlarm['ComparisonOperator'],
  Metrics: alarm.metric_query?.map(({ id, return_data, expression }) => ({
    Id: id,
    ReturnData: return_data ?? false,
    Expression: expression,
  })),
});
