import type { Retrier } from './definition';
import type { ExecutionOptions } from '../types';

type DataLimitReading = ExecutionOptions['dataLimitReading'];

/** Whether `ErrorEquals` of a retrier or catcher matches; `States.Runtime` cannot be matched at all. */
export function matches(
  errorEquals: readonly string[],
  error: string,
  reading: DataLimitReading = 'documented',
): boolean {
  if (error === 'States.Runtime') {
    return false;
  }
  if (errorEquals.includes(error)) {
    return true;
  }
  if (error === 'States.DataLimitExceeded' && reading === 'documented') {
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

  constructor(
    private readonly retriers: readonly Retrier[] = [],
    private readonly reading?: DataLimitReading,
  ) {
    this.attempts = retriers.map(() => 0);
  }

  /** Seconds until the next attempt; undefined if there is none. Counts the attempt. */
  delayAfter(error: string): number | undefined {
    const index = this.retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error, this.reading));
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
