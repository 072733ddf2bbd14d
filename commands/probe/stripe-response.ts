import Stripe from 'stripe';
import type { EventParams, ProbeContext } from './context';

/** A response of Stripe, whatever its status. */
export interface StripeResponse {
  readonly status: number;
  /** Of a refusal. */
  readonly code: string | undefined;
  readonly message: string;
  readonly isReplayed: boolean;
}

/**
 * Sends an event once with the key of the workspace.
 *
 * @throws Stripe's error for a 5xx, a 429, a missing permission or a broken connection: they answer no question
 */
export async function sendEvent(
  { options }: ProbeContext,
  event: EventParams,
  idempotencyKey?: string,
): Promise<StripeResponse> {
  const once = { maxNetworkRetries: 0, ...(idempotencyKey && { idempotencyKey }) };
  try {
    const { lastResponse } = await options.stripe.billing.meterEvents.create(event, once);
    const { statusCode, headers } = lastResponse;
    return { status: statusCode, code: undefined, message: '', isReplayed: isReplayed(headers) };
  } catch (error) {
    const { statusCode = 500, code, message, headers = {} } = error as Stripe.errors.StripeError;
    const isRefusal = error instanceof Stripe.errors.StripeError && statusCode >= 400 && statusCode < 500;
    if (!isRefusal || [401, 403, 429].includes(statusCode)) {
      throw error;
    }
    return { status: statusCode, code, message, isReplayed: isReplayed(headers) };
  }
}

const isReplayed = (headers: Readonly<Record<string, string>>) => headers['idempotent-replayed'] === 'true';

export const responseText = ({ status, code, message, isReplayed }: StripeResponse): string =>
  [status, code && `(${code})`, isReplayed && 'replayed', message && `"${message}"`]
    .filter(Boolean)
    .join(' ');
