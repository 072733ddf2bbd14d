import { setMaxListeners } from 'node:events';
import { StatesError } from '../types';

/** The abort reason of a timer that is not needed any more; without one, Node captures a stack trace each time. */
export const noLongerNeeded = new StatesError('', '');

/**
 * Runs `body` with a controller that the parent's abort aborts too; nothing stays attached to the parent.
 *
 * @param reasonOf what the parent's reason means to the controller. @default the same
 */
export async function withController<T>(
  parent: AbortSignal,
  body: (controller: AbortController) => Promise<T>,
  reasonOf: (reason: unknown) => unknown = (reason) => reason,
): Promise<T> {
  const controller = new AbortController();
  // Every concurrent iteration of a Map listens: more than Node expects of one signal.
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort(reasonOf(parent.reason));
  if (parent.aborted) {
    abort();
  }
  parent.addEventListener('abort', abort, { once: true });
  try {
    return await body(controller);
  } finally {
    parent.removeEventListener('abort', abort);
  }
}

/** The promise's outcome, or the signal's reason as soon as it is aborted, even if the promise never settles. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    } else {
      signal.addEventListener('abort', abort, { once: true });
    }
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
