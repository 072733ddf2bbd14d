import { StripeFailure } from './errors';
import { unauthorized } from './keys';
import { idOfPath } from './path';
import type { Params } from './types';

/** A failure, on demand, of the next requests that match. */
export interface StripeFault {
  /** @default - any */
  readonly method?: 'DELETE' | 'GET' | 'POST';
  /** Whole path, such as `/v1/billing/meter_events`; `:id` stands for any id. @default - any */
  readonly path?: string;
  /** @default - with any parameters */
  readonly when?: (params: Params) => boolean;
  /**
   * - `status`: responds with `status` instead of doing the request
   * - `rate-limit`: 429 with `Stripe-Rate-Limited-Reason`
   * - `hang`: neither does it nor responds while the client waits
   * - `lose-answer`: does it, then never responds
   * - `reset-before`, `reset-after`: resets the connection before or after it was done
   */
  readonly kind: 'status' | 'rate-limit' | 'hang' | 'lose-answer' | 'reset-before' | 'reset-after';
  /** For `status`. @default 500 */
  readonly status?: 401 | 403 | 404 | 409 | 429 | 500 | 502 | 503;
  /** Whether the status is kept under the Idempotency-Key and repeated. @default false */
  readonly stored?: boolean;
  /** Whether the request takes effect nevertheless, such as an event that counts despite a 500. @default false */
  readonly taken?: boolean;
  /** How many requests fail. @default - all until it is removed */
  readonly times?: number;
}

export class StripeFaultList {
  private readonly faults: { fault: StripeFault; left: number }[] = [];

  /** @returns a function that removes it */
  add(fault: StripeFault): () => void {
    const entry = { fault, left: fault.times ?? Infinity };
    this.faults.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  /** The fault that matches this request, counted as used. */
  take(method: string, path: string, params: Params): StripeFault | undefined {
    const entry = this.faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method ?? method) === method &&
        (fault.path === undefined || idOfPath(fault.path, path) !== undefined) &&
        (fault.when?.(params) ?? true),
    );
    if (entry) {
      entry.left -= 1;
    }
    return entry?.fault;
  }
}

/** The error of a `status` fault, in Stripe's words for that status. */
export function statusFailure({ status = 500, stored = false }: StripeFault): StripeFailure {
  switch (status) {
    case 401:
      return unauthorized('Invalid API Key provided: sk_test_****');
    case 403:
      return new StripeFailure('The provided key does not have the required permissions for this endpoint.', {
        status,
      });
    case 404:
      return new StripeFailure('No such object', { status, code: 'resource_missing', stored });
    case 409:
    case 429:
      return new StripeFailure(
        'This object cannot be accessed right now because another API request or Stripe process is currently ' +
          'accessing it. If you see this error intermittently, retry the request.',
        { status, code: 'lock_timeout' },
      );
    default:
      return new StripeFailure('An unknown error occurred', { status, type: 'api_error', stored });
  }
}
