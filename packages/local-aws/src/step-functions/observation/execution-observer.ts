import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { countExecution } from './execution-metrics';
import type { Execution, ExecutionObserver } from '../api/execution';
import { LogDelivery } from './log-delivery';
import { MetricBatches } from './metric-batches';
import { MetricFilters } from '../../cloudwatch/metric-filters';

/** Log lines, metric filters and execution metrics; all are complete before the execution counts as ended. */
export function observerOf(
  logs: CloudWatchLogsClient,
  cloudWatch: CloudWatchClient,
): (execution: Execution) => ExecutionObserver {
  const filters = new MetricFilters(logs, cloudWatch);
  const metrics = new MetricBatches(cloudWatch, 'AWS/States');
  return (execution) => {
    const delivery = new LogDelivery(execution, logs, (logGroup, lines) => filters.apply(logGroup, lines));
    const { arn } = execution.stateMachine;
    // Best effort, as in AWS: an execution does not fail because CloudWatch does.
    const ignore = () => undefined;
    // A redrive is no start.
    const started =
      execution.redriveCount === 0
        ? countExecution(metrics, arn, 'RUNNING', execution.startDate).catch(ignore)
        : undefined;
    return {
      onEvent: (event) => delivery.add(event),
      async onEnd({ status }, stopDate) {
        await Promise.all([started, delivery.flush()]);
        await countExecution(metrics, arn, status, stopDate).catch(ignore);
      },
    };
  };
}
