/** Test and live data are two accounts that share nothing. */
export type Mode = 'test' | 'live';

/** Decoded form parameters: `payload[value]=1` is `{payload: {value: '1'}}`, a list has the keys 0, 1, … */
export interface Params {
  [name: string]: string | Params;
}

/** An object as Stripe's API returns it. */
export type StripeObject = Record<string, unknown>;

/** A response of the server. */
export interface StripeResponse {
  readonly status: number;
  readonly body: StripeObject;
  readonly headers?: Record<string, string>;
  /** Whether the response is kept under the request's Idempotency-Key. */
  readonly stored: boolean;
}
