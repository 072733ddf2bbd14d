import { paginateFilterLogEvents, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { setTimeout as sleep } from 'node:timers/promises';
import { executionEvent, type ExecutionEvent } from './log-line';

/** Lines of different streams arrive out of order: what was read is looked at again for so long. */
const lateMilliseconds = 60_000;

export interface TailOptions {
  readonly client: CloudWatchLogsClient;
  readonly logGroupName: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether to go on when the end is reached, until the signal. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** @default 2000 */
  readonly intervalMilliseconds?: number;
}

/**
 * The events of a log group, batch after batch, each once and in order within its batch.
 *
 * @throws ResourceNotFoundException if there is no such log group
 */
export async function* tail(options: TailOptions): AsyncGenerator<ExecutionEvent[]> {
  const { client, logGroupName, since, follow, signal, intervalMilliseconds = 2000 } = options;
  /** Time of each line already given, by its id. */
  const given = new Map<string, number>();
  let latest = since;
  for (;;) {
    const startTime = Math.max(since, latest - lateMilliseconds);
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, startTime })) {
      const fresh = events.filter(({ eventId }) => !given.has(eventId ?? ''));
      for (const { eventId = '', timestamp = 0 } of fresh) {
        given.set(eventId, timestamp);
        latest = Math.max(latest, timestamp);
      }
      const batch = fresh.map(executionEvent).filter((event) => event !== undefined);
      yield batch.sort((a, b) => a.time.getTime() - b.time.getTime() || a.id - b.id);
      if (signal.aborted) {
        return;
      }
    }
    if (!follow) {
      return;
    }
    for (const [id, time] of given) {
      if (time < latest - lateMilliseconds) {
        given.delete(id);
      }
    }
    await sleep(intervalMilliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      return;
    }
  }
}
