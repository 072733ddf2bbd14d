import type { HistoryEvent, LogLevel } from '@aws-sdk/client-sfn';
import { eventDetailsOf, withoutData } from '../api/execution-data';
import type { Execution } from '../api/execution';

/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-log-level */
const fatalEvents = ['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut'];
const errorEvents = /(Failed|TimedOut|Aborted|FailStateEntered)$/;

export function isLoggedAt(level: LogLevel | undefined, type: string): boolean {
  if (level === 'ALL') {
    return true;
  }
  if (level === 'ERROR') {
    return errorEvents.test(type);
  }
  return level === 'FATAL' && fatalEvents.includes(type);
}

/** A history event as Step Functions writes it to CloudWatch Logs: numbers and times are strings. */
export function logLine(
  event: HistoryEvent,
  { arn, redriveCount }: Pick<Execution, 'arn' | 'redriveCount'>,
  includeExecutionData: boolean,
): string {
  const details = eventDetailsOf(event)?.[1] ?? {};
  return JSON.stringify({
    id: String(event.id),
    type: event.type,
    details: includeExecutionData ? details : withoutData(details),
    previous_event_id: String(event.previousEventId ?? 0),
    event_timestamp: String(event.timestamp?.getTime()),
    execution_arn: arn,
    redrive_count: String(redriveCount),
  });
}
