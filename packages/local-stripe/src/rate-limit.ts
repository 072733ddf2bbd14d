import { StripeFailure } from './errors';
import type { Mode } from './types';

/** Requests a second. */
export interface RateLimits {
  /** Meter events in live mode, which have a limit of their own. */
  readonly liveMeterEvents: number;
  /** All other requests in live mode. */
  readonly live: number;
  /** All requests of all sandboxes together, meter events too. */
  readonly sandbox: number;
}

/** docs.stripe.com/rate-limits */
export const stripeRateLimits: RateLimits = { liveMeterEvents: 1000, live: 100, sandbox: 25 };

/** Lets so many requests a second through, after a pause as many at once. */
class TokenBucket {
  private tokens: number;
  private filled: number;

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {
    this.tokens = perSecond;
    this.filled = now();
  }

  take(): boolean {
    const now = this.now();
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.filled) / 1000) * this.perSecond);
    this.filled = now;
    if (this.tokens < 1) {
      return false;
    }
    this.tokens -= 1;
    return true;
  }
}

export class RateLimiter {
  private readonly buckets: Record<keyof RateLimits, TokenBucket>;

  /** @param now milliseconds */
  constructor(limits: RateLimits, now: () => number) {
    this.buckets = {
      liveMeterEvents: new TokenBucket(limits.liveMeterEvents, now),
      live: new TokenBucket(limits.live, now),
      sandbox: new TokenBucket(limits.sandbox, now),
    };
  }

  /** @throws StripeFailure 429 above the limit */
  take(mode: Mode, path: string): void {
    const own = mode === 'live' && path === '/v1/billing/meter_events';
    const bucket = own ? 'liveMeterEvents' : mode === 'live' ? 'live' : 'sandbox';
    if (!this.buckets[bucket].take()) {
      throw rateLimited(own ? 'endpoint-rate' : 'global-rate');
    }
  }
}

export function rateLimited(reason: 'endpoint-rate' | 'global-rate' = 'endpoint-rate'): StripeFailure {
  return new StripeFailure(
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    { status: 429, code: 'rate_limit', headers: { 'Stripe-Rate-Limited-Reason': reason } },
  );
}
