import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** One visit to a state, according to a history. */
export interface VisitedState {
  readonly state: string;
  readonly outcome: 'running' | 'succeeded' | 'caught' | 'failed' | 'aborted' | 'timedOut';
  readonly startedAt: Date;
  /** Until the state was exited, or until the last event if it was not. */
  readonly durationMilliseconds: number;
  /** The error's name, where the outcome is `caught` or `failed`. */
  readonly error?: string;
  readonly cause?: string;
  /** How often it was attempted again. */
  readonly retries: number;
  /** The state before it, and whether that one's Catch led here; none for the first state of a workflow. */
  readonly after?: { readonly state: string; readonly caught: boolean };
}

type Draft = { -readonly [K in keyof VisitedState]: VisitedState[K] } & { holdsOthers: boolean };

/**
 * The states that an execution visited, in order; each iteration of a Map or branch of a Parallel has its own.
 *
 * @param events a whole history, oldest event first
 */
export function executionGraph(events: readonly HistoryEvent[]): VisitedState[] {
  const visits: Draft[] = [];
  const visitOfEvent = new Map<number, Draft>();
  const exits = new Set<number>();
  let interrupted: Draft[] = [];
  const open = (matching: (visit: Draft) => boolean) =>
    visits.findLast((visit) => visit.outcome === 'running' && matching(visit));
  for (const event of events) {
    const { type = '', timestamp: time = new Date(0) } = event;
    const previous = visitOfEvent.get(event.previousEventId ?? 0);
    let visit = previous;
    if (event.stateEnteredEventDetails) {
      visit = draft(event.stateEnteredEventDetails.name ?? '', time, /^(Map|Parallel)State/.test(type));
      if (previous && exits.has(event.previousEventId ?? 0)) {
        visit.after = { state: previous.state, caught: previous.outcome === 'caught' };
      }
      visits.push(visit);
    } else if (event.stateExitedEventDetails) {
      const { name } = event.stateExitedEventDetails;
      visit = previous?.state === name ? previous : open((candidate) => candidate.state === name);
      close(visit, visit?.error ? 'caught' : 'succeeded', time);
      exits.add(event.id ?? 0);
    } else if (type.startsWith('MapIteration')) {
      if (type === 'MapIterationFailed') {
        close(previous, 'failed', time);
      }
      visit = open((candidate) => candidate.holdsOthers);
    } else if (/^(Map|Parallel)State(Started|Succeeded|Failed)$/.test(type)) {
      visit = open((candidate) => candidate.holdsOthers);
      attempted(visit, event, type.endsWith('Failed') ? previous : undefined);
      if (previous !== visit && type === 'ParallelStateFailed') {
        close(previous, 'failed', time);
      }
    } else if (type.endsWith('StateAborted')) {
      close(previous, 'aborted', time);
    } else if (type === 'ExecutionRedriven') {
      interrupted.forEach(reopen);
      visit = interrupted.at(-1);
    } else if (type.startsWith('Execution')) {
      interrupted = endAll(visits, event, time);
    } else {
      attempted(visit, event, failureOf(event));
    }
    if (visit && event.id !== undefined) {
      visitOfEvent.set(event.id, visit);
    }
  }
  const last = events.at(-1)?.timestamp ?? new Date(0);
  return visits.map(({ holdsOthers: _, ...visit }) =>
    visit.outcome === 'running'
      ? { ...visit, durationMilliseconds: last.getTime() - visit.startedAt.getTime() }
      : visit,
  );
}

function draft(state: string, startedAt: Date, holdsOthers: boolean): Draft {
  return { state, outcome: 'running', startedAt, durationMilliseconds: 0, retries: 0, holdsOthers };
}

function close(visit: Draft | undefined, outcome: VisitedState['outcome'], time: Date): void {
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
function attempted(visit: Draft | undefined, event: HistoryEvent, failure: Failure | undefined): void {
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

function failureOf(event: HistoryEvent): Failure | undefined {
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
function reopen(visit: Draft): void {
  visit.outcome = 'running';
  forget(visit);
}

/** The end of the execution also ends the states that it was in, which it returns. */
function endAll(visits: Draft[], event: HistoryEvent, time: Date): Draft[] {
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
