import type { StripeFault } from '@usage-billing/local-stripe/faults';

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
  };
  /** Whether it is tried in a deployment, too, as one of its kind. @default false */
  readonly deployed?: boolean;
  /** How the ledger knows, once Stripe works again and recovery has run; 'refused' needs a person. */
  readonly evidence: 'response' | 'summary' | 'refused';
}

const status = (code: number, cause: string) => ({ error: `States.Http.StatusCode.${code}`, cause });
const socket = (cause: string) => ({ error: 'States.Http.Socket', cause });
const timeout = socket('HTTP request timed out.');
const reset = socket('HTTP request failed: ECONNRESET.');

export const faultCases: readonly FaultCase[] = [
  {
    title: 'that never responds is given up after six attempts of 60 seconds, and is recorded',
    fault: { kind: 'hang' },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: timeout,
  },
  {
    title:
      'whose every response is lost is recorded, and recovery asks Stripe whether the event counts, as it does here',
    deployed: true,
    fault: { kind: 'lose-answer' },
    attempts: 6,
    events: 1,
    evidence: 'summary',
    error: timeout,
  },
  {
    title: 'that does not respond once is retried, and leaves no error',
    fault: { kind: 'hang', times: 1 },
    attempts: 2,
    events: 1,
    evidence: 'response',
  },
  {
    title: 'whose one response is lost is retried with the same key, so that nobody is billed twice',
    fault: { kind: 'lose-answer', times: 1 },
    attempts: 2,
    events: 1,
    evidence: 'response',
  },
  {
    title: 'with 500 is retried and then recorded, so that the event is not lost without a trace',
    deployed: true,
    fault: { kind: 'status', status: 500 },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: status(500, 'Internal Server Error'),
  },
  {
    title: 'with 500 once leaves no error',
    fault: { kind: 'status', status: 500, times: 1 },
    attempts: 2,
    events: 1,
    evidence: 'response',
  },
  {
    title: 'with a 500 that it keeps under the Idempotency-Key is recorded, and recovery uses another key',
    fault: { kind: 'status', status: 500, stored: true, times: 1 },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: status(500, 'Internal Server Error'),
  },
  {
    title:
      'with a kept 500 for an event that counts is never billed twice, although recovery uses another key',
    fault: { kind: 'status', status: 500, stored: true, taken: true, times: 1 },
    attempts: 6,
    events: 1,
    evidence: 'summary',
    error: status(500, 'Internal Server Error'),
  },
  {
    title: 'with 502 is retried and then recorded',
    fault: { kind: 'status', status: 502 },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: status(502, 'Bad Gateway'),
  },
  {
    title: 'with 503 is retried and then recorded',
    fault: { kind: 'status', status: 503 },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: status(503, 'Service Unavailable'),
  },
  {
    title: 'with 409, because another request for the customer is under way, is retried and then recorded',
    fault: { kind: 'status', status: 409 },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: status(409, 'Conflict'),
  },
  {
    title: 'with 409 once leaves no error',
    fault: { kind: 'status', status: 409, times: 1 },
    attempts: 2,
    events: 1,
    evidence: 'response',
  },
  {
    title: 'that limits the rate for longer than the retries last is recorded',
    fault: { kind: 'rate-limit' },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: status(429, 'Too Many Requests'),
  },
  {
    title: 'that limits the rate for five attempts leaves no error',
    fault: { kind: 'rate-limit', times: 5 },
    attempts: 6,
    events: 1,
    evidence: 'response',
  },
  {
    title: 'with a lock (429 without the header) is retried',
    fault: { kind: 'status', status: 429, times: 2 },
    attempts: 3,
    events: 1,
    evidence: 'response',
  },
  {
    title: 'that breaks the connection each time before it accepts the event is recorded',
    fault: { kind: 'reset-before' },
    attempts: 6,
    events: 0,
    evidence: 'response',
    error: reset,
  },
  {
    title: 'that breaks the connection once before it accepts the event leaves no error',
    fault: { kind: 'reset-before', times: 1 },
    attempts: 2,
    events: 1,
    evidence: 'response',
  },
  {
    title:
      'that breaks the connection each time after it accepted the event bills once, and recovery sees that it counts',
    deployed: true,
    fault: { kind: 'reset-after' },
    attempts: 6,
    events: 1,
    evidence: 'summary',
    error: reset,
  },
  {
    title: 'that breaks the connection once after it accepted the event bills once, and leaves no error',
    fault: { kind: 'reset-after', times: 1 },
    attempts: 2,
    events: 1,
    evidence: 'response',
  },
  {
    title: 'with 403 is recorded at once, because another attempt would be rejected as well',
    fault: { kind: 'status', status: 403 },
    attempts: 1,
    events: 0,
    evidence: 'response',
    error: status(403, 'Forbidden'),
  },
  {
    title: '"404 No such customer" is recorded by its status alone, because an HTTP Task loses the message',
    fault: { kind: 'status', status: 404 },
    attempts: 1,
    events: 0,
    evidence: 'response',
    error: status(404, 'Not Found'),
  },
  {
    title:
      '"No such customer" as a 400 is recorded with the customer, who is billed by recovery once created',
    prepare: 'unknown customer',
    attempts: 1,
    events: 0,
    evidence: 'response',
    error: status(400, 'Bad Request'),
  },
  {
    title:
      'because somebody else sent the identifier before is recorded, adds no second event, and needs a person',
    prepare: 'event of somebody else',
    attempts: 1,
    events: 1,
    evidence: 'refused',
    error: status(400, 'Bad Request'),
  },
];
