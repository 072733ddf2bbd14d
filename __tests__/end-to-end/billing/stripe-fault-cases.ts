import type { StripeFault } from '../../../local/stripe/faults';

export interface FaultCase {
  readonly title: string;
  readonly fault?: Pick<StripeFault, 'kind' | 'status' | 'stored' | 'taken' | 'times'>;
  /** What to prepare before the execution, where the failure is not a fault on demand. */
  readonly prepare?: 'unknown customer' | 'event of somebody else';
  /** Attempts of the first execution. */
  readonly attempts: number;
  /** Events after the first execution. */
  readonly events: 0 | 1;
  /** What the record says after the first execution. */
  readonly error?: {
    readonly error: string;
    readonly cause: string;
    readonly takenByStripe: 'no' | 'unknown';
  };
  /** What the record says after a replay, when Stripe works again. @default - no error */
  readonly errorAfterReplay?: string;
}

const status = (code: number, cause: string, takenByStripe: 'no' | 'unknown') => ({
  error: `States.Http.StatusCode.${code}`,
  cause,
  takenByStripe,
});
const socket = (cause: string) => ({ error: 'States.Http.Socket', cause, takenByStripe: 'unknown' as const });
const timeout = socket('HTTP request timed out.');
const reset = socket('HTTP request failed: ECONNRESET.');

/** The slowest first: six attempts of 60 seconds. */
export const faultCases: readonly FaultCase[] = [
  {
    title: 'that never responds is given up after six attempts of 60 seconds, and is recorded',
    fault: { kind: 'hang' },
    attempts: 6,
    events: 0,
    error: timeout,
  },
  {
    title:
      'whose every response is lost is recorded as unknown, because the event may count, as it does here',
    fault: { kind: 'lose-answer' },
    attempts: 6,
    events: 1,
    error: timeout,
  },
  {
    title: 'that does not respond once is retried, and leaves no error',
    fault: { kind: 'hang', times: 1 },
    attempts: 2,
    events: 1,
  },
  {
    title: 'whose one response is lost is retried with the same key, so that nobody is billed twice',
    fault: { kind: 'lose-answer', times: 1 },
    attempts: 2,
    events: 1,
  },
  {
    title: 'with 500 is retried and then recorded, so that the event is not lost without a trace',
    fault: { kind: 'status', status: 500 },
    attempts: 6,
    events: 0,
    error: status(500, 'Internal Server Error', 'unknown'),
  },
  {
    title: 'with 500 once leaves no error',
    fault: { kind: 'status', status: 500, times: 1 },
    attempts: 2,
    events: 1,
  },
  {
    title: 'with a 500 that it keeps under the Idempotency-Key is recorded, and a replay uses another key',
    fault: { kind: 'status', status: 500, stored: true, times: 1 },
    attempts: 6,
    events: 0,
    error: status(500, 'Internal Server Error', 'unknown'),
  },
  {
    title:
      'with a kept 500 for an event that counts is never billed twice, although a replay uses another key',
    fault: { kind: 'status', status: 500, stored: true, taken: true, times: 1 },
    attempts: 6,
    events: 1,
    error: status(500, 'Internal Server Error', 'unknown'),
    errorAfterReplay: 'States.Http.StatusCode.400',
  },
  {
    title: 'with 502 is retried and then recorded',
    fault: { kind: 'status', status: 502 },
    attempts: 6,
    events: 0,
    error: status(502, 'Bad Gateway', 'unknown'),
  },
  {
    title: 'with 503 is retried and then recorded',
    fault: { kind: 'status', status: 503 },
    attempts: 6,
    events: 0,
    error: status(503, 'Service Unavailable', 'unknown'),
  },
  {
    title: 'with 409, because another request for the customer is under way, is retried and then recorded',
    fault: { kind: 'status', status: 409 },
    attempts: 6,
    events: 0,
    error: status(409, 'Conflict', 'unknown'),
  },
  {
    title: 'with 409 once leaves no error',
    fault: { kind: 'status', status: 409, times: 1 },
    attempts: 2,
    events: 1,
  },
  {
    title: 'that limits the rate for longer than the retries last is recorded',
    fault: { kind: 'rate-limit' },
    attempts: 6,
    events: 0,
    error: status(429, 'Too Many Requests', 'unknown'),
  },
  {
    title: 'that limits the rate for five attempts leaves no error',
    fault: { kind: 'rate-limit', times: 5 },
    attempts: 6,
    events: 1,
  },
  {
    title: 'with a lock (429 without the header) is retried',
    fault: { kind: 'status', status: 429, times: 2 },
    attempts: 3,
    events: 1,
  },
  {
    title: 'that breaks the connection each time before it accepts the event is recorded',
    fault: { kind: 'reset-before' },
    attempts: 6,
    events: 0,
    error: reset,
  },
  {
    title: 'that breaks the connection once before it accepts the event leaves no error',
    fault: { kind: 'reset-before', times: 1 },
    attempts: 2,
    events: 1,
  },
  {
    title:
      'that breaks the connection each time after it accepted the event bills once, and is recorded as unknown',
    fault: { kind: 'reset-after' },
    attempts: 6,
    events: 1,
    error: reset,
  },
  {
    title: 'that breaks the connection once after it accepted the event bills once, and leaves no error',
    fault: { kind: 'reset-after', times: 1 },
    attempts: 2,
    events: 1,
  },
  {
    title: 'with 403 is recorded at once, because another attempt would be rejected as well',
    fault: { kind: 'status', status: 403 },
    attempts: 1,
    events: 0,
    error: status(403, 'Forbidden', 'no'),
  },
  {
    title: '"404 No such customer" is recorded by its status alone, because an HTTP Task loses the message',
    fault: { kind: 'status', status: 404 },
    attempts: 1,
    events: 0,
    error: status(404, 'Not Found', 'no'),
  },
  {
    title:
      '"No such customer" as a 400 is recorded with the customer, who is billed by a replay once created',
    prepare: 'unknown customer',
    attempts: 1,
    events: 0,
    error: status(400, 'Bad Request', 'no'),
  },
  {
    title: 'because somebody else sent the identifier before is recorded, and adds no second event',
    prepare: 'event of somebody else',
    attempts: 1,
    events: 1,
    error: status(400, 'Bad Request', 'no'),
    errorAfterReplay: 'States.Http.StatusCode.400',
  },
];
