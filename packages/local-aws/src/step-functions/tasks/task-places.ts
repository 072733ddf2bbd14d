import { integrationName } from '../resource';

/** Tasks that call AWS at once: moto handles one request at a time, and a task's time must not pass in its queue. */
const places = 16;

/** They wait for others instead: for a child, whose own tasks need places, and for a third party. */
const needsNone = ['states:startExecution.sync:2', 'http:invoke'];

/**
 * Places for tasks, so that hundreds of executions at once take longer instead of timing out. As in AWS, which delays
 * state transitions beyond a quota, the wait is no part of the task's time.
 */
export function taskPlaces(): (resource: string, signal: AbortSignal) => Promise<() => void> {
  let free = places;
  const waiting = new Set<() => void>();
  const leave = () => {
    const [next] = waiting;
    if (next) {
      waiting.delete(next);
      next();
    } else {
      free += 1;
    }
  };
  return async (resource, signal) => {
    if (needsNone.includes(integrationName(resource) ?? '')) {
      return () => undefined;
    }
    if (free > 0) {
      free -= 1;
      return leave;
    }
    await new Promise<void>((resolve, reject) => {
      const take = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => {
        waiting.delete(take);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      waiting.add(take);
    });
    return leave;
  };
}
