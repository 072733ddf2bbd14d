/** The metric that counts caught failures, and the metric filter of the same name that feeds it. */
export const notSentMetricName = 'StripeMeterEventsNotSent';

/** Matches the log line of an execution that enters the state. */
export const notSentPattern = (failureStateName: string) =>
  `{ $.type = "TaskStateEntered" && $.details.name = "${failureStateName}" }`;

/** When the alarm fires: one unbilled execution in the queries' five minutes. */
export const sendFailureThreshold = {
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  evaluationPeriods: 1,
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

/** The alarm's metric math: every way in which an execution ends without its meter event. */
export function sendFailureQueries(props: SendFailureMetrics): SendFailureQuery[] {
  const ofExecutions = { namespace: 'AWS/States', dimensions: { StateMachineArn: props.stateMachineArn } };
  return [
    {
      id: 'unbilled',
      label: 'Executions that billed nothing',
      expression: 'FILL(failed, 0) + FILL(timedout, 0) + FILL(aborted, 0) + FILL(caught, 0)',
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
