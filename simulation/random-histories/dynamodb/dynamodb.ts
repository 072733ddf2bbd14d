import { Unsupported } from './attribute-values';
import { Names } from './names';
import { getItem, query, scan } from './reads';
import type { Table } from './table';
import { putItem, updateItem } from './writes';
import type { JsonObject } from '@usage-billing/local-aws/json';

const fields = {
  getItem: ['TableName', 'Key', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'],
  putItem: [
    'TableName',
    'Item',
    'ConditionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
  ],
  updateItem: [
    'TableName',
    'Key',
    'UpdateExpression',
    'ConditionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'ReturnValues',
  ],
  query: [
    'TableName',
    'IndexName',
    'KeyConditionExpression',
    'FilterExpression',
    'ProjectionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'Limit',
    'ExclusiveStartKey',
    'Select',
  ],
  scan: [
    'TableName',
    'IndexName',
    'ProjectionExpression',
    'ExpressionAttributeNames',
    'Limit',
    'ExclusiveStartKey',
  ],
} as const;

export type Operation = keyof typeof fields;

/** The operations that the definitions use, in memory; whatever else they ask is refused by name. */
export class InMemoryDynamoDb {
  constructor(private readonly tables: Readonly<Record<string, Table>>) {}

  /** @throws ConditionFailed */
  run(operation: Operation, request: JsonObject): JsonObject {
    const unknown = Object.keys(request).find(
      (field) => !(fields[operation] as readonly string[]).includes(field),
    );
    const table = this.tables[request.TableName as string];
    if (unknown !== undefined || !table) {
      throw new Unsupported(
        `The model of DynamoDB does not know ${unknown ?? 'that table'} of ${operation}.`,
      );
    }
    const names = new Names(request);
    switch (operation) {
      case 'getItem':
        return getItem(table, names, request);
      case 'putItem':
        return putItem(table, names, request);
      case 'updateItem':
        return updateItem(table, names, request);
      case 'query':
        return query(table, names, request);
      case 'scan':
        return scan(table, names, request);
    }
  }
}
