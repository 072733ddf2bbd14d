import { ledgerMetrics } from '../ledger/metrics';

/** An alarm on one metric. */
export interface MetricAlarm {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Record<string, string>;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly comparisonOperator: string;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: string;
}

/**
 * One meter event that is open for more than an hour, one comparison that could not be made for three, or one item that
 * needs a person. Any of three periods: a run every ten minutes
 * leaves every other one empty, and each empty one would end the alarm. A missing figure is what the other alarm tells.
 */
export const overdueAlarm = (metricNamespace: string): MetricAlarm => ({
  namespace: metricNamespace,
  metricName: ledgerMetrics.overdue,
  statistic: 'Maximum',
  period: 300,
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  evaluationPeriods: 3,
  datapointsToAlarm: 1,
  treatMissingData: 'notBreaching',
});

const silence = { period: 300, evaluationPeriods: 6 } as const;

/** Seconds without a successful run after which recovery is silent. */
export const silentSeconds = silence.period * silence.evaluationPeriods;

/**
 * No run of recovery succeeded for half an hour: it is not started, or it fails. A state machine that is never started
 * has no metric at all, hence a missing one is breaching; a new environment is in alarm until its first run.
 */
export const recoverySilentAlarm = (stateMachineArn: string): MetricAlarm => ({
  namespace: 'AWS/States',
  metricName: 'ExecutionsSucceeded',
  dimensions: { StateMachineArn: stateMachineArn },
  statistic: 'Sum',
  ...silence,
  comparisonOperator: 'LessThanThreshold',
  threshold: 1,
  datapointsToAlarm: 6,
  treatMissingData: 'breaching',
});
