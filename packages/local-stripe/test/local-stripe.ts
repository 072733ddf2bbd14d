import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { startLocalStripe, type LocalStripe, type LocalStripeOptions } from '../src/server';

/** A key as Stripe's look, generated at run time so that no file holds one. */
export function newKey(kind: 'sk' | 'rk' | 'pk', mode: 'test' | 'live'): string {
  return [kind, mode, randomUUID().replaceAll('-', '')].join('_');
}

export interface Fixture {
  readonly server: LocalStripe;
  readonly keys: { readonly test: string; readonly live: string };
  readonly test: Stripe;
  readonly live: Stripe;
  /** The official package, without retries of its own so that every attempt is the test's. */
  client(key: string, config?: Stripe.StripeConfig): Stripe;
  post(path: string, body: string, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>;
}

export async function startFixture(options: Partial<LocalStripeOptions> = {}): Promise<Fixture> {
  const keys = { test: newKey('sk', 'test'), live: newKey('sk', 'live') };
  const server = await startLocalStripe({
    keys: [
      { value: keys.test, mode: 'test' },
      { value: keys.live, mode: 'live' },
    ],
    summaryDelaySeconds: 0,
    ...options,
  });
  const client = (key: string, config: Stripe.StripeConfig = {}): Stripe =>
    new Stripe(key, {
      host: server.host,
      port: server.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
      ...config,
    });
  return {
    server,
    keys,
    test: client(keys.test),
    live: client(keys.live),
    client,
    post: (path, body, headers = {}, signal = undefined) =>
      fetch(server.url + path, {
        method: 'POST',
        body,
        signal,
        headers: {
          Authorization: `Bearer ${keys.test}`,
          'Content-Type': 'application/x-www-form-urlencoded',
          ...headers,
        },
      }),
  };
}

export const fileMeter: Stripe.Billing.MeterCreateParams = {
  display_name: 'File Processing (Bytes)',
  event_name: 'file_processed',
  default_aggregation: { formula: 'sum' },
  customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
  value_settings: { event_payload_key: 'value' },
};

/** The parameters of an event of 1024 bytes. */
export function fileEvent(
  changes: Partial<Stripe.Billing.MeterEventCreateParams> = {},
): Stripe.Billing.MeterEventCreateParams {
  return {
    event_name: 'file_processed',
    identifier: randomUUID(),
    payload: { stripe_customer_id: 'cus_known', value: '1024' },
    timestamp: Math.floor(Date.now() / 1000),
    ...changes,
  };
}
