import { memoryLimitExceeded, timeLimitExceeded } from './evaluation-error';

/** All that one evaluation may allocate, garbage included: what it holds at a time is less. */
const maximumBytes = 256 * 1024 * 1024;

/** An endless tail recursion loops instead of nesting; only a time limit can stop it. */
const maximumMilliseconds = 5_000;

/** What is larger takes its time. */
const largeBytes = 64 * 1024;

/** Texts up to this length do not count. */
export const shortText = 1_024;

/** What one evaluation has used of its memory and time. */
export class Account {
  private bytes = 0;
  private readonly deadline = Date.now() + maximumMilliseconds;
  /** Characters of texts that were concatenated: JavaScript copies them together when they are first read. */
  private concatenated = 0;
  private steps = 0;
  private closed = false;

  /** @throws EvaluationError */
  charge(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > maximumBytes) {
      throw { ...memoryLimitExceeded };
    }
    if (bytes > largeBytes) {
      this.checkTime();
    }
  }

  /** A text that was made out of others, without copying them. */
  concatenate(length: number): void {
    this.charge(40);
    this.concatenated += length;
  }

  /** A text is read, so that JavaScript may have to copy it. */
  read(length: number): void {
    if (length > shortText) {
      const copied = Math.min(length, this.concatenated);
      this.concatenated -= copied;
      this.charge(copied);
    }
  }

  /** Counts a step. @throws EvaluationError, also when the evaluation is over and a part of it still goes on */
  step(): void {
    this.steps += 1;
    // A look at the clock takes longer than a step.
    if (this.closed || this.steps % 32 === 0) {
      this.checkTime();
    }
  }

  /** @throws EvaluationError */
  checkTime(): void {
    if (this.closed || Date.now() > this.deadline) {
      throw { ...timeLimitExceeded };
    }
  }

  remainingMilliseconds(): number {
    return Math.max(1, this.deadline - Date.now());
  }

  close(): void {
    this.closed = true;
  }
}
