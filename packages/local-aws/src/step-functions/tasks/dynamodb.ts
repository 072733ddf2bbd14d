import {
  DeleteItemCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { TaskCall } from '../types';
import { checkAttributeValues } from './attribute-values';
import type { RequiredPermission } from './execution-role-session';
import { watchResponse } from './http-metadata';
import { toResult } from './result';
import { deniedError, serviceError, type ServiceNames } from './service-error';
import { runtimeError, text } from './task-arguments';
import type { TaskEnvironment } from './task-environment';
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
    const client = environment.clients.of(DynamoDBClient, credentials);
    const output = await client.send(command as GetItemCommand, { abortSignal: call.signal });
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
): RequiredPermission {
  const action = `dynamodb:${operation[0]!.toUpperCase()}${operation.slice(1)}`;
  return { action, resource: tableArn(environment, input) };
}

/** Fields of a query or a scan that are no text; moto would take a text for them. */
const readTypes = {
  ...{ Limit: 'number', ScanIndexForward: 'boolean', ConsistentRead: 'boolean' },
  ...{ Segment: 'number', TotalSegments: 'number' },
};

/** Fields of a query and of a scan. */
const reading = [
  ...['TableName', 'IndexName', 'FilterExpression', 'ProjectionExpression', 'ExpressionAttributeNames'],
  ...['ExpressionAttributeValues', 'Select', 'Limit', 'ExclusiveStartKey', 'ConsistentRead'],
  'ReturnConsumedCapacity',
];

/** The operations that read many items: their SDK command, fields (the legacy ones are left out) and IAM action. */
export const readOperations = {
  query: {
    action: 'dynamodb:Query',
    command: (input: JsonObject) => new QueryCommand(checkedRead(input) as never),
    fields: [...reading, 'KeyConditionExpression', 'ScanIndexForward'],
    required: ['TableName', 'KeyConditionExpression'],
  },
  scan: {
    action: 'dynamodb:Scan',
    command: (input: JsonObject) => new ScanCommand(checkedRead(input) as never),
    fields: [...reading, 'Segment', 'TotalSegments'],
    required: ['TableName'],
  },
} as const;

export type ReadOperation = keyof typeof readOperations;

function checkedRead(input: JsonObject): JsonObject {
  for (const [field, type] of Object.entries(readTypes)) {
    if (input[field] !== undefined && typeof input[field] !== type) {
      throw runtimeError(`local Step Functions supports ${field} as a ${type} only.`);
    }
  }
  return input;
}

/** To read an index needs the permission on the index; the one on its table alone is not enough. */
export function readPermission(
  environment: TaskEnvironment,
  operation: ReadOperation,
  input: JsonObject,
): RequiredPermission {
  const table = tableArn(environment, input);
  const resource = input['IndexName'] === undefined ? table : `${table}/index/${text(input, 'IndexName')}`;
  return { action: readOperations[operation].action, resource };
}

function tableArn({ region, accountId }: TaskEnvironment, input: JsonObject): string {
  const table = text(input, 'TableName');
  return table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
}
