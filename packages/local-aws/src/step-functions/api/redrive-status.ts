import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Execution } from './execution';
import { notRedrivable } from '../redrivability';

/** Whether an execution can be redriven, and why not: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function redriveStatus(
  { end, mapRunArn }: Execution,
  now: Date,
): Pick<DescribeExecutionOutput, 'redriveStatus' | 'redriveStatusReason'> {
  const reason = end ? notRedrivable(end, now) : 'Execution is RUNNING and cannot be redriven';
  if (reason !== undefined) {
    return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
  }
  return { redriveStatus: mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}
