import { STATUS_CODES } from 'node:http';
import { StatesError } from '@usage-billing/local-aws/step-functions/types';

/** Where no answer comes: an HTTP Task learns of it after a minute. */
export const noAnswer = new StatesError('States.Http.Socket', 'HTTP request timed out.');

/** As an HTTP Task reports it: without the body. */
export function statusError(status: number): StatesError {
  return new StatesError(`States.Http.StatusCode.${status}`, STATUS_CODES[status] ?? '');
}
