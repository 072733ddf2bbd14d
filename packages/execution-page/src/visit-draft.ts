import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { VisitedState } from './visited-state';

/** A visit as far as the events have told of it. */
export type Draft = { -readonly [K in keyof VisitedState]: VisitedState[K] } & { holdsOthers: boolean };

/** A visit that has just begun. */
export function draft(state: string, startedAt: Date, holdsOthers: boolean): Draft {
  return { state, outcome: 'running', startedAt, durationMilliseconds: 0, retries: 0, holdsOthers };
}

/** Ends a visit, unless it has ended. */
export function close(visit: Draft | undefined, outcome: VisitedState['outcome'], time: Date): void {
  if (visit?.outcome === 'running') {
    visit.outcome = outcome;
    visit.durationMilliseconds = time.getTime() - visit.startedAt.getTime();
  }
}

interface Failure {
  readonly error?: string;
  readonly cause?: string;
}

/** An attempt that starts, or fails to, after an error is a retry and forgets the error. */
export function attempted(visit: Draft | undefined, event: HistoryEvent, failure: Failure | undefined): void {
  if (!visit) {
    return;
  }
  const inCatch = event.evaluationFailedEventDetails?.location?.startsWith('Catch');
  const starts = [
    'TaskScheduled',
    'LambdaFunctionScheduled',
    'MapStateStarted',
    'ParallelStateStarted',
    'EvaluationFailed',
  ].includes(event.type ?? '');
  if (visit.error && starts && !inCatch) {
    visit.retries += 1;
    forget(visit);
  }
  if (failure?.error) {
    visit.error = failure.error;
    visit.cause = failure.cause;
  }
}

/** The error that an event tells of, if it tells of one. */
export function failureOf(event: HistoryEvent): Failure | undefined {
  return (
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.mapRunFailedEventDetails ??
    event.evaluationFailedEventDetails
  );
}

function forget(visit: Draft): void {
  delete visit.error;
  delete visit.cause;
}

/** A redrive goes on with a visit, instead of a new one. */
export function reopen(visit: Draft): void {
  visit.outcome = 'running';
  forget(visit);
}

/** The end of the execution also ends the states that it was in, which it returns. */
export function endAll(visits: Draft[], event: HistoryEvent, time: Date): Draft[] {
  const outcomes: Partial<Record<string, VisitedState['outcome']>> = {
    ExecutionFailed: 'failed',
    ExecutionAborted: 'aborted',
    ExecutionTimedOut: 'timedOut',
  };
  const outcome = outcomes[event.type ?? ''];
  const running = outcome ? visits.filter((visit) => visit.outcome === 'running') : [];
  for (const visit of running) {
    close(visit, outcome!, time);
    if (!visit.error) {
      visit.error = event.executionFailedEventDetails?.error;
      visit.cause = event.executionFailedEventDetails?.cause;
    }
  }
  return running;
}
