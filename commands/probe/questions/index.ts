import type { Question } from '../question';
import { dynamodbErrors, mapRunDenied } from './error-names';
import { authorizationHeader, deauthorization, httpErrorBody, traceBody } from './http-errors';
import { endpointWithQuery, formEncoding } from './http-request';
import { logLine } from './log-line';
import { connectionArnInPolicy, connectionSecret, invokeDenied, secretDenied } from './permissions';
import { redrive } from './redrive';
import { concurrentEvents, duplicateIdentifier, oldTimestamp, unknownCustomer } from './stripe-events';
import { idempotencyConflict, idempotentReplay } from './stripe-idempotency';
import { coreEventsCreated, summaryDelay } from './stripe-reads';

/** In the order in which they are asked: those that need least first, the longest wait last. */
export const questions: readonly Question[] = [
  ...[duplicateIdentifier, unknownCustomer, concurrentEvents, oldTimestamp],
  ...[idempotentReplay, idempotencyConflict, coreEventsCreated],
  ...[httpErrorBody, traceBody, formEncoding, redrive],
  ...[authorizationHeader, deauthorization, endpointWithQuery],
  ...[connectionSecret, connectionArnInPolicy, secretDenied, invokeDenied],
  ...[dynamodbErrors, mapRunDenied, logLine],
  summaryDelay,
];
