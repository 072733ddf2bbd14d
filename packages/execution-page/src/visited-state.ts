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
