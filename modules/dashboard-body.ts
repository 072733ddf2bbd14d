import { ledgerMetrics } from '../ledger/metrics';

/** What the dashboard shows; ARNs and names by text, so that it waits for nothing. */
export interface DashboardContent {
  readonly region: string;
  readonly alarmArns: readonly string[];
  /** Where recovery publishes its metrics. */
  readonly metricNamespace: string;
  readonly stateMachineArn: string;
  readonly recoveryStateMachineArn: string;
  /** The logs of both state machines. */
  readonly logGroupNames: readonly string[];
  /** The states that record that a meter event was sent. */
  readonly sentStateNames: readonly string[];
}

const executionEnds = [
  'ExecutionsStarted',
  'ExecutionsSucceeded',
  'ExecutionsFailed',
  'ExecutionsAborted',
  'ExecutionsTimedOut',
];

/** Seconds: at most one run of recovery, by default, a data point. */
const period = 300;

/** Logs Insights reads the logs only while somebody looks at the dashboard; a metric filter would cost all the time. */
export function dashboardBody(content: DashboardContent) {
  const { region, metricNamespace: namespace } = content;
  const metrics = (title: string, stat: string, shown: readonly (readonly unknown[])[]) => ({
    type: 'metric',
    properties: { title, region, stat, period, view: 'timeSeries', metrics: shown },
  });
  const ofExecutions = (stateMachineArn: string) =>
    executionEnds.map((name) => ['AWS/States', name, 'StateMachineArn', stateMachineArn]);
  const sources = content.logGroupNames.map((name) => `SOURCE '${name}'`);
  const logs = (title: string, view: 'bar' | 'timeSeries', ...commands: string[]) => ({
    type: 'log',
    properties: { title, region, view, query: [...sources, ...commands].join(' | ') },
  });
  const sentStates = content.sentStateNames.map((name) => `"${name}"`).join(', ');

  return inTwoColumns([
    {
      type: 'alarm',
      properties: { title: 'Alarms', alarms: content.alarmArns },
    },
    metrics('Meter events that are open or overdue', 'Maximum', [
      [namespace, ledgerMetrics.open],
      [namespace, ledgerMetrics.overdue],
    ]),
    metrics('Age of the oldest open meter event (seconds)', 'Maximum', [
      [namespace, ledgerMetrics.oldestOpen],
    ]),
    logs(
      'Meter events sent',
      'timeSeries',
      `filter type = "TaskStateEntered" and details.name in [${sentStates}]`,
      'stats count(*) as sent by bin(5m)',
    ),
    metrics('Executions of the orchestrator', 'Sum', ofExecutions(content.stateMachineArn)),
    metrics('Executions of recovery', 'Sum', ofExecutions(content.recoveryStateMachineArn)),
    logs(
      'Responses of Stripe',
      'bar',
      'filter details.resourceType = "http" and type in ["TaskSucceeded", "TaskFailed", "TaskTimedOut"]',
      // A response without an error is one of 200 to 299.
      'fields coalesce(details.error, "2xx") as response',
      'stats count(*) as responses by response',
    ),
  ]);
}

/** CloudWatch has 24 columns of a grid. */
const inTwoColumns = (widgets: readonly object[]) => ({
  widgets: widgets.map((widget, index) => ({
    x: (index % 2) * 12,
    y: Math.floor(index / 2) * 6,
    width: 12,
    height: 6,
    ...widget,
  })),
});
