import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { environmentOf } from '../../settings/environments';
import type { AcceptedMeterEvent } from './account';
import { Accounts } from './accounts';
import { addCustomer } from './customers';
import { Dispatcher } from './dispatch';
import type { StripeFault } from './faults';
import { serve, type RequestRecord } from './http';
import { Keys, type LocalStripeKey } from './keys';
import type { Mode } from './types';

export interface LocalStripeOptions {
  readonly keys: readonly LocalStripeKey[];
  /** @default 400 */
  readonly unknownCustomerStatus?: 400 | 404;
  /** Seconds until a meter event shows in the summaries. @default 0 */
  readonly summaryDelaySeconds?: number;
  /** Stripe's sandboxes accept 25 a second, live mode 1,000. @default - no limit */
  readonly meterEventsPerSecond?: number;
}

export interface LocalStripe {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly faults: { add(fault: StripeFault): () => void };
  readonly requests: readonly RequestRecord[];
  /** The requests that sent a meter event. */
  readonly attempts: readonly RequestRecord[];
  addKey(key: LocalStripeKey): void;
  revokeKey(value: string): void;
  addCustomer(mode: Mode, id: string): void;
  meterEvents(mode: Mode): readonly AcceptedMeterEvent[];
  /** Moves its clock forward: after 24 hours identifiers and idempotency keys are forgotten. */
  advanceHours(hours: number): void;
  stop(): Promise<void>;
}

/** Starts a Stripe API on a free port of 127.0.0.1; its data and keys are lost when it stops. */
export async function startLocalStripe(options: LocalStripeOptions): Promise<LocalStripe> {
  let offset = 0;
  const keys = new Keys();
  options.keys.forEach((key) => keys.add(key));
  const accountOptions = {
    now: () => Date.now() + offset,
    unknownCustomerStatus: options.unknownCustomerStatus ?? 400,
    summaryDelaySeconds: options.summaryDelaySeconds ?? 0,
  } as const;
  // The accounts that the settings name, so that the commands take this server's keys as they take a team's own.
  const ownIds = { test: environmentOf('test').stripeAccountId, live: environmentOf('live').stripeAccountId };
  const accounts = new Accounts(ownIds, accountOptions);
  const dispatcher = new Dispatcher(keys, accounts, options.meterEventsPerSecond ?? Infinity);
  const requests: RequestRecord[] = [];

  const server = createServer((incoming, response) => {
    serve(dispatcher, incoming, response, requests).catch(() => incoming.destroy());
  });
  const host = '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    host,
    port,
    faults: dispatcher.faults,
    requests,
    get attempts() {
      return requests.filter(({ path }) => path === '/v1/billing/meter_events');
    },
    addKey: (key) => keys.add(key),
    revokeKey: (value) => keys.revoke(value),
    addCustomer: (mode, id) => void addCustomer(accounts.of({ mode }), id),
    meterEvents: (mode) => accounts.of({ mode }).meterEvents,
    advanceHours: (hours) => {
      offset += hours * 3_600_000;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
