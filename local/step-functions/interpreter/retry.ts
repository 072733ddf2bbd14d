import type { Retrier } from './definition';

/** Errors that neither States.ALL nor States.TaskFailed matches ("Handling errors in Step Functions workflows"). */
const beyondWildcards = ['States.Runtime', 'States.DataLimitExceeded'];

/** Whether `ErrorEquals` of a retrier or catcher matches; `States.Runtime` cannot be matched at all. */
export function matches(errorEquals: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') {
    return false;
  }
  if (errorEquals.includes(error)) {
    return true;
  }
  if (beyondWildcards.includes(error)) {
    return false;
  }
  return (
    errorEquals.includes('States.ALL') ||
    (errorEquals.includes('States.TaskFailed') && error !== 'States.Timeout')
  );
}

/** The retriers of one visit to a state; each counts its own attempts. */
export class Retriers {
  private readonly attempts: number[];

  constructor(private readonly retriers: readonly Retrier[] = []) {
    this.attempts = retriers.map(() => 0);
  }

  /** Seconds until the next attempt; undefined if there is none. Counts the attempt. */
  delayAfter(error: string): number | undefined {
    const index = this.retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error));
    const retrier = this.retriers[index];
    const attempt = this.attempts[index];
    if (!retrier || attempt === undefined || attempt >= (retrier.MaxAttempts ?? 3)) {
      return undefined;
    }
    this.attempts[index] = attempt + 1;
    const seconds = Math.min(
      (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempt,
      retrier.MaxDelaySeconds ?? Infinity,
    );
    return retrier.JitterStrategy === 'FULL' ? Math.random() * seconds : seconds;
  }
}
