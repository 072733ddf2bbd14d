import type { Clock } from '../types';
import type { Credentials, ExecutionRoleSession } from './execution-role-session';

/** What the integrations share. */
export interface TaskEnvironment {
  /** URL of every AWS service but Step Functions. */
  readonly awsEndpoint: string;
  /** URL of the Step Functions API, for nested executions. */
  readonly statesEndpoint: string;
  readonly accountId: string;
  readonly region: string;
  /** Where an HTTP Task really goes: base URL by host name, e.g. `api.stripe.com`. Other hosts are rejected. */
  readonly httpTargets: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly role: ExecutionRoleSession;
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
}

/** Options of an SDK client that tries once: only the state's `Retry` retries. */
export function clientOptions(
  environment: TaskEnvironment,
  credentials: Credentials,
  endpoint: string = environment.awsEndpoint,
): ClientOptions {
  return { endpoint, region: environment.region, credentials, maxAttempts: 1 };
}

/** Uses a client for one piece of work and closes its connections, also after an error. */
export async function withClient<Client extends { destroy(): void }, Result>(
  client: Client,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
