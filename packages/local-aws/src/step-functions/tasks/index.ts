import { STSClient } from '@aws-sdk/client-sts';
import { checkSize } from '../data-limit';
import { splitResource } from '../resource';
import type { Clock, TaskRunner } from '../types';
import { ExecutionRoleSession, serviceCredentials, type RoleAuthorizer } from './execution-role-session';
import { findIntegration } from './integrations';
import { SharedClients } from './shared-clients';
import { objectWith } from './task-arguments';
import { taskPlaces } from './task-places';
import type { TaskEnvironment } from './task-environment';

export interface TaskRunnerOptions {
  /** URL of every AWS service but Step Functions. */
  readonly awsEndpoint: string;
  /** URL of the Step Functions API, for nested executions. */
  readonly statesEndpoint: string;
  readonly authorizer: RoleAuthorizer;
  readonly accountId: string;
  readonly region: string;
  /** Where an HTTP Task really goes: base URL by host name, e.g. `api.stripe.com`. Other hosts are rejected. */
  readonly httpTargets: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/**
 * Runs Task states with the permissions and temporary credentials of their execution role: DynamoDB's four item
 * operations, nested executions, HTTP Tasks and the AWS SDK integrations of sdk-operations.ts. Each call is sent once.
 */
export function createTaskRunner(options: TaskRunnerOptions): TaskRunner {
  const { authorizer, awsEndpoint, ...settings } = options;
  const sts = new STSClient({
    endpoint: awsEndpoint,
    region: options.region,
    credentials: serviceCredentials,
  });
  const role = new ExecutionRoleSession(authorizer, options.accountId, sts);
  const clients = new SharedClients(options.region, awsEndpoint);
  const environment: TaskEnvironment = { ...settings, role, clients };
  const run: TaskRunner = async (call) => {
    // The validation lets no definition through with a Resource that has no integration.
    const integration = findIntegration(call.resource)!;
    try {
      const input = objectWith(call.arguments, integration);
      const result = await integration.run(environment, call, input);
      checkSize(result, splitResource(call.resource).resourceType);
      return result;
    } catch (error) {
      throw call.signal.aborted ? call.signal.reason : error;
    }
  };
  return Object.assign(run, { takePlace: taskPlaces() });
}
