import type { Clock } from '../types';
import type { ExecutionRoleSession } from './execution-role-session';
import type { SharedClients } from './shared-clients';

/** What the integrations share. */
export interface TaskEnvironment {
  /** URL of the Step Functions API, for nested executions. */
  readonly statesEndpoint: string;
  readonly accountId: string;
  readonly region: string;
  /** Where an HTTP Task really goes: base URL by host name, e.g. `api.stripe.com`. Other hosts are rejected. */
  readonly httpTargets: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly role: ExecutionRoleSession;
  readonly clients: SharedClients;
}
