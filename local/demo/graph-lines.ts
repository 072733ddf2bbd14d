import type { VisitedState } from '../step-functions/graph';

const marks = { running: '…', succeeded: '✓', caught: '!', failed: '✗', aborted: '✗', timedOut: '✗' };

/** One line for a visited state: its outcome, its duration, and its error and retries if any. */
export function graphLine(visit: VisitedState): string {
  const { state, outcome, durationMilliseconds, error, retries } = visit;
  const duration = `${(durationMilliseconds / 1000).toFixed(2)} s`.padStart(9);
  const remarks = [
    outcome === 'succeeded' || outcome === 'running' ? undefined : outcome,
    error,
    retries > 0 ? `${retries} ${retries === 1 ? 'retry' : 'retries'}` : undefined,
  ].filter(Boolean);
  return `  ${marks[outcome]} ${state.padEnd(26)}${duration}${remarks.length > 0 ? `  ${remarks.join(', ')}` : ''}`;
}
