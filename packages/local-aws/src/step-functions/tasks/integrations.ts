import { integrationName } from '../resource';
import type { TaskCall } from '../types';
import { runAwsSdk } from './aws-sdk';
import { dynamodbOperations, runDynamoDb, type DynamoDbOperation } from './dynamodb';
import { httpTaskFields, runHttpTask } from './http-task';
import { nestedExecutionFields, runNestedExecution } from './nested-execution';
import { sdkOperations } from './sdk-operations';
import type { TaskEnvironment } from './task-environment';
import type { Json, JsonObject } from '../../json';

/** What a Task state's `Resource` names. */
export interface Integration {
  /** E.g. `dynamodb:getItem`. */
  readonly name: string;
  /** The fields that its `Arguments` may have. */
  readonly fields: readonly string[];
  readonly required: readonly string[];
  /** Runs one attempt; `input` has no fields but these, and all that are required. */
  readonly run: (...task: RunArguments) => Promise<Json>;
}

type RunArguments = [environment: TaskEnvironment, call: TaskCall, input: JsonObject];

const integrations: readonly Integration[] = [
  { name: 'http:invoke', ...httpTaskFields, run: runHttpTask },
  {
    name: 'states:startExecution',
    ...nestedExecutionFields,
    run: (...task) => runNestedExecution(...task, false),
  },
  {
    name: 'states:startExecution.sync:2',
    ...nestedExecutionFields,
    run: (...task) => runNestedExecution(...task, true),
  },
  ...Object.entries(dynamodbOperations).map(([operation, { fields, required }]) => ({
    name: `dynamodb:${operation}`,
    fields,
    required,
    run: (...task: RunArguments) => runDynamoDb(...task, operation as DynamoDbOperation),
  })),
  ...Object.entries(sdkOperations).map(([name, operation]) => ({
    name: `aws-sdk:${name}`,
    fields: operation.fields,
    required: operation.required,
    run: (...task: RunArguments) => runAwsSdk(...task, operation),
  })),
];

/** The integration of a `Resource`; undefined where local Step Functions has none. */
export function findIntegration(resource: string): Integration | undefined {
  const name = integrationName(resource);
  return integrations.find((integration) => integration.name === name);
}
