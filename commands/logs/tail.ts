import { paginateFilterLogEvents, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { setTimeout as sleep } from 'node:timers/promises';
import { executionEvent, type ExecutionEvent } from './log-line';

/** Lines of different streams arrive out of order, so each poll reads this period again. */
const lateMilliseconds = 60_000;

export interface TailOptions {
  readonly client: CloudWatchLogsClient;
  readonly logGroupName: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether to wait for new events at the end of the log, until the signal. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Called once, when everything that the log held at the start has been returned. */
  readonly onEnd?: () => void;
  /** Between two polls. @default 2000 */
  readonly intervalMilliseconds?: number;
}

/**
 * The events of a log group in batches: each event once, and in order within its batch.
 *
 * @throws ResourceNotFoundException if there is no such log group
 */
export async function* tail(options: TailOptions): AsyncGenerator<ExecutionEvent[]> {
  const { client, logGroupName, since, follow, signal, intervalMilliseconds = 2000 } = options;
  let { onEnd } = options;
  /** The time of each line already returned, by its id. */
  const returned = new Map<string, number>();
  let latest = since;
  for (;;) {
    const startTime = Math.max(since, latest - lateMilliseconds);
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, startTime })) {
      const fresh = events.filter(({ eventId }) => !returned.has(eventId ?? ''));
      for (const { eventId = '', timestamp = 0 } of fresh) {
        returned.set(eventId, timestamp);
        latest = Math.max(latest, timestamp);
      }
      const batch = fresh.map(executionEvent).filter((event) => event !== undefined);
      yield batch.sort((a, b) => a.time.getTime() - b.time.getTime() || a.id - b.id);
      if (signal.aborted) {
        return;
      }
    }
    onEnd?.();
    onEnd = undefined;
    if (!follow) {
      return;
    }
    for (const [id, time] of returned) {
      if (time < latest - lateMilliseconds) {
        returned.delete(id);
      }
    }
    await sleep(intervalMilliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      return;
    }
  }
}
