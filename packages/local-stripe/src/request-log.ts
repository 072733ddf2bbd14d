import Stripe from 'stripe';
import type { ApiRequest } from './api-request';
import type { Dispatcher, RequestOutcome } from './dispatch';
import { StripeFailure } from './errors';

/** One request and how it ended, without key and body. */
export interface RequestRecord {
  readonly time: Date;
  readonly method: string;
  readonly path: string;
  readonly identifier?: string;
  readonly idempotencyKey?: string;
  /** `hang` where no response will come. */
  readonly status: number | 'hang' | 'reset';
  /** Whether the response was the one stored under the idempotency key. */
  readonly replayed?: boolean;
}

/** What goes over the wire, or what becomes of the connection instead. */
export type HttpAnswer =
  | { readonly status: number; readonly headers: Record<string, string>; readonly body: string }
  | 'hang'
  | 'reset';

/** Answers one request and records it. */
export function answer(dispatcher: Dispatcher, request: ApiRequest, log: RequestRecord[]): HttpAnswer {
  const { method, path, params, idempotencyKey, version } = request;
  const identifier = typeof params.identifier === 'string' ? params.identifier : undefined;
  const outcome = outcomeOf(dispatcher, request);
  const record = { time: new Date(), method, path, identifier, idempotencyKey };
  if (typeof outcome === 'string') {
    log.push({ ...record, status: outcome });
    return outcome;
  }
  const { status, headers, body } = outcome;
  log.push({ ...record, status, replayed: headers?.['Idempotent-Replayed'] === 'true' });
  return {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Request-Id': request.id,
      'Stripe-Version': version ?? Stripe.API_VERSION,
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...headers,
    },
    body: JSON.stringify(body, null, 2),
  };
}

function outcomeOf(dispatcher: Dispatcher, request: ApiRequest): RequestOutcome {
  try {
    return dispatcher.handle(request);
  } catch (error) {
    if (error instanceof StripeFailure) {
      return error.responseTo(request.path);
    }
    const message = `local Stripe failed: ${String(error)}`;
    return new StripeFailure(message, { status: 500, type: 'api_error' }).responseTo(request.path);
  }
}
