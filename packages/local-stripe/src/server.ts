import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Control } from './control';
import { serve } from './http';
import { LocalStripeApi, type LocalStripeOptions } from './local-stripe';

export type { LocalStripeOptions };

/** A Stripe API on a port, and the controls that tests have over it. */
export interface LocalStripe extends LocalStripeApi {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Offers these to programs on this machine; until then there are none. */
  offer(controls: Readonly<Record<string, Control>>): void;
  stop(): Promise<void>;
}

/** Starts a Stripe API on a free port of 127.0.0.1; its data and keys are lost when it stops. */
export async function startLocalStripe(options: LocalStripeOptions): Promise<LocalStripe> {
  const api = new LocalStripeApi(options);
  let controls: Readonly<Record<string, Control>> | undefined;
  const server = createServer((incoming, response) => {
    serve(api, controls, incoming, response).catch(() => incoming.destroy());
  });
  const host = '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(api, {
    url: `http://${host}:${port}`,
    host,
    port,
    offer: (offered: Readonly<Record<string, Control>>) => {
      controls = offered;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
