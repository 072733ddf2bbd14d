import {
  DeleteItemCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { TaskCall } from '../types';
import { checkAttributeValues } from './attribute-values';
import { watchResponse } from './http-metadata';
import { toResult } from './result';
import { deniedError, serviceError, type ServiceNames } from './service-error';
import { text } from './task-arguments';
import { clientOptions, withClient, type TaskEnvironment } from './task-environment';
import type { Json, JsonObject } from '../../json';

const names: ServiceNames = {
  prefix: 'DynamoDB',
  baseClass: DynamoDBServiceException,
  baseName: 'AmazonDynamoDBException',
  style: 'optimized',
  service: 'AmazonDynamoDBv2',
  // Added to DynamoDB's model after the SDK for Java 1 that this integration speaks with.
  renamed: { ThrottlingException: null },
};

const keyed = ['TableName', 'Key', 'ExpressionAttributeNames', 'ReturnConsumedCapacity'] as const;
const writing = [
  'ConditionExpression',
  'ExpressionAttributeValues',
  'ReturnItemCollectionMetrics',
  'ReturnValues',
];

/** The four operations of DynamoDB: their SDK command, fields (the legacy ones are left out) and IAM action. */
export const dynamodbOperations = {
  getItem: {
    command: (input: JsonObject) => new GetItemCommand(input as never),
    fields: [...keyed, 'ConsistentRead', 'ProjectionExpression'],
    required: ['TableName', 'Key'],
  },
  putItem: {
    command: (input: JsonObject) => new PutItemCommand(input as never),
    fields: [...keyed.filter((field) => field !== 'Key'), 'Item', ...writing],
    required: ['TableName', 'Item'],
  },
  updateItem: {
    command: (input: JsonObject) => new UpdateItemCommand(input as never),
    fields: [...keyed, 'UpdateExpression', ...writing],
    required: ['TableName', 'Key'],
  },
  deleteItem: {
    command: (input: JsonObject) => new DeleteItemCommand(input as never),
    fields: [...keyed, ...writing],
    required: ['TableName', 'Key'],
  },
} as const;

export type DynamoDbOperation = keyof typeof dynamodbOperations;

/** Runs `arn:aws:states:::dynamodb:<operation>`. */
export async function runDynamoDb(
  environment: TaskEnvironment,
  call: TaskCall,
  input: JsonObject,
  operation: DynamoDbOperation,
): Promise<Json> {
  checkAttributeValues(input);
  const credentials = await environment.role.credentials(call);
  await environment.role.authorize(call, [itemPermission(environment, operation, input)], deniedError(names));
  const command = dynamodbOperations[operation].command(input);
  const metadata = watchResponse(command);
  try {
    const output = await withClient(new DynamoDBClient(clientOptions(environment, credentials)), (client) =>
      client.send(command as GetItemCommand, { abortSignal: call.signal }),
    );
    return { ...toResult(output, 'milliseconds'), ...metadata() };
  } catch (error) {
    throw serviceError(names, error);
  }
}

/** What the operation needs: its action of the same name on the table. */
export function itemPermission(
  environment: TaskEnvironment,
  operation: DynamoDbOperation,
  input: JsonObject,
): { action: string; resource: string } {
  const table = text(input, 'TableName');
  const arn = `arn:aws:dynamodb:${environment.region}:${environment.accountId}:table/${table}`;
  return {
    action: `dynamodb:${operation[0]!.toUpperCase()}${operation.slice(1)}`,
    resource: table.startsWith('arn:') ? table : arn,
  };
}
