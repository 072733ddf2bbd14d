import { StripeFailure } from './errors';

/** Counts the requests of each second and rejects those above the limit. */
export class RateLimit {
  private second = 0;
  private count = 0;

  constructor(private readonly perSecond: number) {}

  /** @throws StripeFailure 429 above the limit */
  take(): void {
    const second = Math.floor(Date.now() / 1000);
    this.count = second === this.second ? this.count + 1 : 1;
    this.second = second;
    if (this.count > this.perSecond) {
      throw rateLimited();
    }
  }
}

export function rateLimited(): StripeFailure {
  return new StripeFailure(
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    { status: 429, code: 'rate_limit', headers: { 'Stripe-Rate-Limited-Reason': 'endpoint-rate' } },
  );
}
