/** The metric that counts caught failures, and the metric filter of the same name that feeds it. */
export const notSentMetricName = 'StripeMeterEventsNotSent';

/** Matches the log line of an execution that enters the state. */
export const notSentPattern = (failureStateName: string) =>
  `{ $.type = "TaskStateEntered" && $.details.name = "${failureStateName}" }`;

/**
 * When the alarm fires: one unbilled execution in any of the last six periods of five minutes. The guide's one period
 * would judge the newest alone, and CloudWatch Logs delivers an execution's events late at times or not at all
 * (Step Functions guide, "Logging using CloudWatch Logs": best effort).
 */
export const sendFailureThreshold = {
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  evaluationPeriods: 6,
  datapointsToAlarm: 1,
  threshold: 1,
  treatMissingData: 'notBreaching',
} as const;

export interface SendFailureMetrics {
  readonly stateMachineArn: string;
  /** Where the metric filter counts. */
  readonly metricNamespace: string;
  readonly metricName: string;
}

/** An expression, or a metric that an expression uses. */
export interface SendFailureQuery {
  readonly id: string;
  readonly returnData: boolean;
  readonly label?: string;
  readonly expression?: string;
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions?: Record<string, string>;
    readonly stat: string;
    /** Seconds. */
    readonly period: number;
  };
}

/**
 * The alarm's metric math: every way in which an execution ends without its meter event. A sum takes a missing metric
 * for 0 as long as another has a data point. `FILL(…, 0)` would give every period a data point at once, so that CloudWatch
 * never comes back to one whose own data points arrive late.
 */
export function sendFailureQueries(props: SendFailureMetrics): SendFailureQuery[] {
  const ofExecutions = { namespace: 'AWS/States', dimensions: { StateMachineArn: props.stateMachineArn } };
  return [
    {
      id: 'unbilled',
      label: 'Executions that billed nothing',
      expression: 'failed + timedout + aborted + caught',
      returnData: true,
    },
    sum('failed', { ...ofExecutions, metricName: 'ExecutionsFailed' }),
    sum('timedout', { ...ofExecutions, metricName: 'ExecutionsTimedOut' }),
    sum('aborted', { ...ofExecutions, metricName: 'ExecutionsAborted' }),
    sum('caught', { namespace: props.metricNamespace, metricName: props.metricName }),
  ];
}

const sum = (
  id: string,
  metric: { namespace: string; metricName: string; dimensions?: Record<string, string> },
) => ({
  id,
  returnData: false,
  metric: { ...metric, stat: 'Sum', period: 300 },
});
