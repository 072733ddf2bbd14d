import { Agent } from 'node:http';
import type { Credentials } from './execution-role-session';

export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  /** Of S3 alone. */
  readonly forcePathStyle: boolean;
  readonly requestHandler: { readonly httpAgent: Agent; readonly socketAcquisitionWarningTimeout: number };
}

export type ClientClass<Client> = new (options: ClientOptions) => Client;

/** Open connections of all tasks; more requests wait for one. moto handles one request at a time. */
const maximumSockets = 64;

/** Clients that are kept, the least recently used one is forgotten first: a service of a role session each. */
const maximumClients = 200;

/** Milliseconds after which the SDK would print a warning about requests that wait for a connection: never. */
const noWarning = 2 ** 31 - 1;

/**
 * SDK clients that try once, because only the state's `Retry` retries. They share their connections, so that hundreds
 * of executions do not open thousands of them.
 */
export class SharedClients {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: maximumSockets });
  private readonly clients = new Map<string, object>();

  constructor(
    private readonly region: string,
    private readonly endpoint: string,
  ) {}

  /** @param endpoint @default the one of all services */
  of<Client extends object>(
    Service: ClientClass<Client>,
    credentials: Credentials,
    endpoint: string = this.endpoint,
  ): Client {
    const key = [Service.name, endpoint, credentials.accessKeyId].join(' ');
    const client =
      (this.clients.get(key) as Client | undefined) ?? new Service(this.options(credentials, endpoint));
    // A Map lists in order of insertion: the least recently used one stands first.
    this.clients.delete(key);
    this.clients.set(key, client);
    if (this.clients.size > maximumClients) {
      this.clients.delete(this.clients.keys().next().value!);
    }
    return client;
  }

  private options(credentials: Credentials, endpoint: string): ClientOptions {
    return {
      endpoint,
      region: this.region,
      credentials,
      maxAttempts: 1,
      forcePathStyle: true,
      requestHandler: { httpAgent: this.agent, socketAcquisitionWarningTimeout: noWarning },
    };
  }
}
