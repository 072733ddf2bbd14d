import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { attempted, close, draft, endAll, failureOf, reopen, type Draft } from './visit-draft';
import type { VisitedState } from './visited-state';

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
