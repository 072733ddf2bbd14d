import type { StripeResponse } from './types';

interface FailureDetails {
  /** @default 400 */
  readonly status?: number;
  /** @default 'invalid_request_error' */
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly headers?: Record<string, string>;
  /**
   * Whether the response is kept under the Idempotency-Key: Stripe keeps a failure once the endpoint has begun to
   * execute, not one of validation (docs.stripe.com/api/idempotent_requests).
   * @default false
   */
  readonly stored?: boolean;
}

/** A request that Stripe rejects, with the sentence and the status of its response. */
export class StripeFailure extends Error {
  constructor(
    message: string,
    private readonly details: FailureDetails = {},
  ) {
    super(message);
  }

  /** In the form of the path's API: in v2 a wrong parameter has the code `invalid_fields`, no type and no `param`. */
  responseTo(path: string): StripeResponse {
    const {
      status = 400,
      type = 'invalid_request_error',
      code,
      param,
      headers,
      stored = false,
    } = this.details;
    const { message } = this;
    if (!path.startsWith('/v2/')) {
      return { status, headers, stored, body: { error: { type, message, code, param } } };
    }
    const invalid = status === 400 && param !== undefined;
    const error = invalid ? { code: 'invalid_fields', message } : { type, code, message };
    return { status, headers, stored, body: { error } };
  }
}

export function missingParameter(param: string): StripeFailure {
  return new StripeFailure(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

export function unknownParameter(param: string): StripeFailure {
  return new StripeFailure(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
}

export function unsupportedParameter(param: string): StripeFailure {
  return new StripeFailure(`local Stripe does not support the parameter ${param}.`, { param });
}

/** @param status 404 where the object itself is asked for, 400 where a parameter refers to it */
export function noSuch(kind: string, id: string, param: string, status: 400 | 404): StripeFailure {
  return new StripeFailure(`No such ${kind}: '${id}'`, {
    status,
    code: 'resource_missing',
    param,
    stored: true,
  });
}
