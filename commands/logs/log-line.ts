import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { nameInArn } from '../../settings/arns';
import { failureStateName } from '../../stacks/deployed-values';

/** A log line written by Step Functions: one event of an execution's history. */
export interface ExecutionEvent {
  readonly time: Date;
  /** The event's number in the execution's history. */
  readonly id: number;
  readonly executionArn: string;
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The event in a log line; undefined if the line holds none. */
export function executionEvent({ message = '', timestamp }: FilteredLogEvent): ExecutionEvent | undefined {
  try {
    const { id, type, details, execution_arn, event_timestamp } = JSON.parse(message) as Record<
      string,
      unknown
    >;
    if (typeof type !== 'string' || typeof execution_arn !== 'string') {
      return undefined;
    }
    return {
      time: new Date(Number(event_timestamp ?? timestamp)),
      id: Number(id),
      executionArn: execution_arn,
      type,
      details: (details ?? {}) as Record<string, unknown>,
    };
  } catch {
    return undefined;
  }
}

/** Whether the event is a failure, or the start of the state that records a failed send. */
export function isFailure({ type, details }: ExecutionEvent): boolean {
  return (
    /(Failed|TimedOut|Aborted)$/.test(type) ||
    (type === 'TaskStateEntered' && details.name === failureStateName)
  );
}

/** `2026-01-02T03:04:05.678Z 1a2b3c4d TaskFailed http:invoke States.Http.StatusCode.401: Unauthorized` */
export function eventText({ time, executionArn, type, details }: ExecutionEvent): string {
  const text = (name: string) => (typeof details[name] === 'string' ? details[name] : undefined);
  const task = text('resource') && `${text('resourceType') ?? ''}:${text('resource')}`;
  const error = [text('error'), text('cause')].filter((part) => part !== undefined).join(': ');
  const name = nameInArn(executionArn);
  return [time.toISOString(), shortName(name), type, text('name'), task, error]
    .filter((part) => part)
    .join(' ')
    .replace(/\s+/g, ' ');
}

/** Enough of an execution's name to distinguish it from others: of a UUID, the first part. */
export function shortName(name: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}/.test(name)
    ? name.slice(0, 8)
    : name.replace(/(-[0-9a-f]{8})-[0-9a-f-]{27}$/, '$1');
}
