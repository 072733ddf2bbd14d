import { STSClient } from '@aws-sdk/client-sts';
import type { Clock, Json, TaskCall, TaskRunner } from '../types';
import { runAwsSdk } from './aws-sdk';
import { dynamodbOperations, runDynamoDb, type DynamoDbOperation } from './dynamodb';
import { ExecutionRole, serviceCredentials, type RoleAuthorizer } from './execution-role';
import { runHttpTask } from './http-task';
import { runNestedExecution } from './nested-execution';
import { maxResultBytes, resultTooLarge } from './result';
import { runtimeError } from './task-arguments';
import type { TaskEnvironment } from './task-environment';

export interface TaskRunnerOptions {
  /** URL of the AWS that answers everything but Step Functions. */
  readonly awsEndpoint: string;
  /** URL of the Step Functions API, for nested executions. */
  readonly statesEndpoint: string;
  readonly authorizer: RoleAuthorizer;
  readonly accountId: string;
  readonly region: string;
  /** Where an HTTP Task really goes: base URL by host name, e.g. `api.stripe.com`. Other hosts are refused. */
  readonly httpTargets: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/**
 * Runs Task states with the permissions and temporary credentials of their execution role: DynamoDB's four item
 * operations, nested executions, HTTP Tasks and the AWS SDK integrations of sdk-operations.ts. Each call is made once.
 */
export function createTaskRunner(options: TaskRunnerOptions): TaskRunner {
  const { authorizer, ...settings } = options;
  const sts = new STSClient({
    endpoint: options.awsEndpoint,
    region: options.region,
    credentials: serviceCredentials,
  });
  const role = new ExecutionRole(authorizer, options.accountId, sts);
  const environment: TaskEnvironment = { ...settings, role };
  return async (call) => {
    try {
      const result = await run(environment, call);
      if (Buffer.byteLength(JSON.stringify(result)) > maxResultBytes) {
        throw resultTooLarge(resourceType(call));
      }
      return result;
    } catch (error) {
      throw call.signal.aborted ? call.signal.reason : error;
    }
  };
}

function run(environment: TaskEnvironment, call: TaskCall): Promise<Json> {
  const integration = call.resource.replace(/^arn:aws:states:::/, '');
  const [service, operation = ''] = integration.split(':');
  if (integration === 'http:invoke') {
    return runHttpTask(environment, call);
  }
  if (integration === 'states:startExecution') {
    return runNestedExecution(environment, call, false);
  }
  if (integration === 'states:startExecution.sync:2') {
    return runNestedExecution(environment, call, true);
  }
  if (service === 'aws-sdk') {
    return runAwsSdk(environment, call, integration.slice('aws-sdk:'.length));
  }
  if (service === 'dynamodb' && operation in dynamodbOperations) {
    return runDynamoDb(environment, call, operation as DynamoDbOperation);
  }
  throw runtimeError(`local Step Functions does not support the resource ${call.resource}.`);
}

/** As in the execution history: `dynamodb`, `states`, `http`, `aws-sdk:s3`. */
function resourceType(call: TaskCall): string {
  const parts = call.resource.replace(/^arn:aws:states:::/, '').split(':');
  return parts[0] === 'aws-sdk' ? parts.slice(0, 2).join(':') : parts[0]!;
}
