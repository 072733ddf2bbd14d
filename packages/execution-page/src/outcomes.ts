import type { VisitedState } from './visited-state';

export type Outcome = VisitedState['outcome'];

/** The outcomes in the Step Functions console's words; the mark tells them apart where there are no colours. */
export const outcomes: Readonly<Record<Outcome, { readonly mark: string; readonly words: string }>> = {
  running: { mark: '…', words: 'In progress' },
  succeeded: { mark: '✓', words: 'Succeeded' },
  caught: { mark: '!', words: 'Caught error' },
  failed: { mark: '✗', words: 'Failed' },
  aborted: { mark: '✗', words: 'Aborted' },
  timedOut: { mark: '✗', words: 'Timed out' },
};

/** All visits of a state together. */
export interface Visited {
  /** The one that most needs to be looked at. */
  readonly outcome: Outcome;
  readonly visits: number;
  readonly durationMilliseconds: number;
  readonly retries: number;
  readonly error?: string;
  readonly cause?: string;
}

const worstFirst: readonly Outcome[] = ['running', 'failed', 'timedOut', 'aborted', 'caught', 'succeeded'];

/** The visits of each state, by its name. */
export function byState(visits: readonly VisitedState[]): ReadonlyMap<string, Visited> {
  const states = new Map<string, Visited>();
  for (const visit of visits) {
    const before = states.get(visit.state);
    const isWorse = !before || worstFirst.indexOf(visit.outcome) < worstFirst.indexOf(before.outcome);
    const { outcome, error, cause } = isWorse ? visit : before;
    states.set(visit.state, {
      outcome,
      error,
      cause,
      visits: (before?.visits ?? 0) + 1,
      durationMilliseconds: (before?.durationMilliseconds ?? 0) + visit.durationMilliseconds,
      retries: (before?.retries ?? 0) + visit.retries,
    });
  }
  return states;
}

/** `0.12 s`, `2 min 5 s`, `1 h 0 min`. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(2)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 retry`, `3 retries`. */
export const retriesText = (retries: number): string => `${retries} ${retries === 1 ? 'retry' : 'retries'}`;
