import { cloudWatchDate } from './cloudwatch-date';
import type { ExecutionResult } from '../types';
import type { MetricBatches } from './metric-batches';

const metricOf: Record<ExecutionResult['status'], string> = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

/** Counts an execution in `AWS/States`, by its state machine: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export async function countExecution(
  metrics: MetricBatches,
  stateMachineArn: string,
  status: ExecutionResult['status'] | 'RUNNING',
  date: Date,
): Promise<void> {
  const MetricName = status === 'RUNNING' ? 'ExecutionsStarted' : metricOf[status];
  const Dimensions = [{ Name: 'StateMachineArn', Value: stateMachineArn }];
  const Timestamp = cloudWatchDate(date);
  await metrics.put({ MetricName, Dimensions, Timestamp, Value: 1, Unit: 'Count' });
}
