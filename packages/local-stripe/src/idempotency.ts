import { StripeFailure } from './errors';
import type { StripeObject, StripeResponse } from './types';

/** Stripe removes keys when they are at least 24 hours old (docs.stripe.com/api/idempotent_requests). */
const keptHours = 24;

interface Entry {
  readonly endpoint: string;
  readonly parameters: string;
  readonly requestId: string;
  readonly time: number;
  /** Undefined while the first request is being executed. */
  readonly response?: StripeResponse;
}

interface KeyedRequest {
  readonly key: string;
  readonly endpoint: string;
  /** The body as sent: the same parameters in another order are another request. */
  readonly parameters: string;
  readonly requestId: string;
}

/** The Idempotency-Keys of one account and mode, with the first responses under them. */
export class IdempotencyStore {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number) {}

  /** Executes a request, or repeats the response to the first one under the same key. */
  run(request: KeyedRequest, execute: () => StripeResponse): StripeResponse {
    const stored = this.storedFor(request);
    if (stored) {
      return stored;
    }
    const response = execute();
    if (response.stored) {
      this.entries.set(request.key, { ...request, time: this.now(), response: snapshot(response) });
    }
    return response;
  }

  /**
   * Occupies the key of a request that does not end, so that the same key again is a 409.
   *
   * @returns a function that frees the key, for when the client has gone
   */
  hold(request: KeyedRequest): () => void {
    if (this.storedFor(request)) {
      return () => undefined;
    }
    this.entries.set(request.key, { ...request, time: this.now() });
    return () => void this.entries.delete(request.key);
  }

  private storedFor(request: KeyedRequest): StripeResponse | undefined {
    if (request.key.length > 255) {
      throw new StripeFailure('Idempotency keys can be at most 255 characters.', {
        type: 'idempotency_error',
      });
    }
    const entry = this.entries.get(request.key);
    return entry && this.now() - entry.time < keptHours * 3_600_000 ? replay(entry, request) : undefined;
  }
}

/** As it is now: the object may change later, the response that is repeated must not. */
function snapshot(response: StripeResponse): StripeResponse {
  return { ...response, body: JSON.parse(JSON.stringify(response.body)) as StripeObject };
}

function replay(entry: Entry, { key, endpoint, parameters }: KeyedRequest): StripeResponse {
  const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (entry.endpoint !== endpoint) {
    throw new StripeFailure(
      'Keys for idempotent requests can only be used for the same endpoint they were first used for ' +
        `('${endpoint}' vs '${entry.endpoint}'). ${advice}`,
      { type: 'idempotency_error' },
    );
  }
  if (entry.parameters !== parameters) {
    throw new StripeFailure(
      'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
        advice,
      { type: 'idempotency_error' },
    );
  }
  if (!entry.response) {
    throw new StripeFailure(
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted ' +
        `twice, and the other request is still going through): ${key}. Please try again later.`,
      { status: 409, code: 'idempotency_key_in_use' },
    );
  }
  return {
    ...entry.response,
    headers: {
      ...entry.response.headers,
      'Idempotent-Replayed': 'true',
      'Original-Request': entry.requestId,
    },
  };
}
