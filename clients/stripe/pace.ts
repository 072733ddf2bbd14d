import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';

/** Attempts of a request that Stripe rejects with 429; before each next one the wait doubles, from a second on. */
const attempts = 6;

/** Lets many requests through at a steady rate, and repeats those that Stripe rejects because of too many. */
export class Pace {
  private next = 0;

  constructor(private readonly requestsPerSecond: number) {}

  /** @throws Stripe's error, a 429 after six attempts */
  async request<T>(send: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      await this.turn();
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeRateLimitError) || attempt === attempts) {
          throw error;
        }
        await sleep(2 ** (attempt - 1) * 1000);
      }
    }
  }

  /** Every object of a list, in pages of 100. */
  async *all<T extends { id: string }>(
    list: (page: { limit: number; starting_after?: string }) => Promise<Stripe.ApiList<T>>,
  ): AsyncGenerator<T> {
    let after: string | undefined;
    for (;;) {
      const page = { limit: 100, ...(after && { starting_after: after }) };
      const { data, has_more } = await this.request(() => list(page));
      yield* data;
      after = data.at(-1)?.id;
      if (!has_more || !after) {
        return;
      }
    }
  }

  private async turn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.next);
    this.next = at + 1000 / this.requestsPerSecond;
    await sleep(at - now);
  }
}
