import type { Clock } from '@usage-billing/local-aws/step-functions/types';

/** So many at once after a pause, so many more a second. */
export interface Rate {
  readonly bucket: number;
  readonly perSecond: number;
}

/**
 * What AWS allows an account in Tokyo. For state transitions and HTTP Tasks the refill is taken as the bucket too, which
 * is the stricter reading.
 *
 * Source: AWS, "Step Functions service quotas".
 */
export const tokyoQuotas = {
  stateTransitions: { bucket: 800, perSecond: 800 },
  httpTasks: { bucket: 300, perSecond: 300 },
  startExecution: { bucket: 800, perSecond: 150 },
} satisfies Record<string, Rate>;

/** A token bucket. */
export class Quota {
  private tokens: number;
  private filledAt: number;
  private queue: { readonly count: number; readonly admit: () => void }[] = [];
  private admitting = false;

  constructor(
    private readonly rate: Rate,
    private readonly clock: Clock,
  ) {
    this.tokens = rate.bucket;
    this.filledAt = clock.now().getTime();
  }

  /** @returns whether there was one left */
  take(): boolean {
    this.fill();
    if (this.tokens < 1) {
      return false;
    }
    this.tokens -= 1;
    return true;
  }

  /** Takes some in turn, as soon as there are so many. */
  async wait(count = 1): Promise<void> {
    this.fill();
    if (!this.admitting && this.tokens >= count) {
      this.tokens -= count;
      return;
    }
    await new Promise<void>((admit) => {
      this.queue.push({ count, admit });
      if (!this.admitting) {
        void this.admitAll();
      }
    });
  }

  private async admitAll(): Promise<void> {
    this.admitting = true;
    // Not by shift(), which is slow in a long queue.
    for (let place = 0; place < this.queue.length; place++) {
      const { count, admit } = this.queue[place]!;
      this.fill();
      await this.clock.sleep(Math.max(0, count - this.tokens) / this.rate.perSecond);
      this.fill();
      this.tokens -= count;
      admit();
    }
    this.queue = [];
    this.admitting = false;
  }

  private fill(): void {
    const now = this.clock.now().getTime();
    const { bucket, perSecond } = this.rate;
    this.tokens = Math.min(bucket, this.tokens + ((now - this.filledAt) / 1000) * perSecond);
    this.filledAt = now;
  }
}
