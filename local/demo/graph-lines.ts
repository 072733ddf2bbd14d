import { durationText, outcomes, retriesText } from '@usage-billing/execution-page/outcomes';
import type { VisitedState } from '@usage-billing/execution-page/visited-state';

/** One line for a visited state: its outcome, its duration, and its error and retries if any. */
export function graphLine(visit: VisitedState): string {
  const { state, outcome, durationMilliseconds, error, retries } = visit;
  const remarks = [
    outcome === 'succeeded' || outcome === 'running' ? undefined : outcome,
    error,
    retries > 0 ? retriesText(retries) : undefined,
  ].filter(Boolean);
  const duration = durationText(durationMilliseconds).padStart(9);
  return `  ${outcomes[outcome].mark} ${state.padEnd(26)}${duration}${remarks.length > 0 ? `  ${remarks.join(', ')}` : ''}`;
}
