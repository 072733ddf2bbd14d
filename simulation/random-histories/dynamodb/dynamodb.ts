import { normalized, textOf, Unsupported, type Item } from './attribute-values';
import { conditionOf } from './condition';
import { Names } from './names';
import type { Table } from './table';
import { updated } from './update';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

/** `ConditionalCheckFailedException`. */
export class ConditionFailed extends Error {}

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
    }
  }
}

function keyOf(table: Table, key: Json | undefined): string {
  const text = textOf((key as Item | undefined)?.[table.key]);
  if (!text) {
    throw new Unsupported(`No key of the table: ${JSON.stringify(key)}`);
  }
  return text;
}

function getItem(table: Table, names: Names, { Key, ProjectionExpression }: JsonObject): JsonObject {
  const item = table.get(keyOf(table, Key));
  const projected = projectionOf(names, ProjectionExpression);
  return item ? { Item: projected(item) } : {};
}

function putItem(table: Table, names: Names, { Item, ConditionExpression }: JsonObject): JsonObject {
  const key = keyOf(table, Item);
  check(table.get(key), names, ConditionExpression);
  table.set(key, (normalized({ M: Item! }) as { M: Item }).M);
  return {};
}

function updateItem(table: Table, names: Names, request: JsonObject): JsonObject {
  const key = keyOf(table, request.Key);
  const before = table.get(key);
  const after = updated(request.UpdateExpression as string, names, before ?? (request.Key as Item));
  check(before, names, request.ConditionExpression);
  table.set(key, after);
  return request.ReturnValues === 'ALL_NEW' ? { Attributes: after } : {};
}

function check(item: Item | undefined, names: Names, condition: Json | undefined): void {
  const holds = condition === undefined || conditionOf(condition as string, names)(item ?? {});
  names.checkAllUsed();
  if (!holds) {
    throw new ConditionFailed('The conditional request failed');
  }
}

/** `Limit` counts the items before the filter, and a page that reaches it has a LastEvaluatedKey. */
function query(table: Table, names: Names, request: JsonObject): JsonObject {
  const index = table.indexes[request.IndexName as string];
  if (!index) {
    throw new Unsupported('The model of DynamoDB queries indexes alone.');
  }
  const inKey = conditionOf(request.KeyConditionExpression as string, names);
  const filter =
    request.FilterExpression === undefined
      ? () => true
      : conditionOf(request.FilterExpression as string, names);
  const matching = table.listed(index).filter(inKey);
  const from = startOf(matching, table, request.ExclusiveStartKey);
  const limit = (request.Limit as number | undefined) ?? Infinity;
  const page = matching.slice(from, from + limit);
  const found = page.filter(filter);
  const items = found.map(projectionOf(names, request.ProjectionExpression));
  names.checkAllUsed();
  const last = page.length === limit ? page.at(-1) : undefined;
  const lastKey =
    last && Object.fromEntries([table.key, index.partition, index.sort].map((name) => [name, last[name]!]));
  return {
    Count: found.length,
    ScannedCount: page.length,
    ...(request.Select !== 'COUNT' && { Items: items }),
    ...(lastKey && { LastEvaluatedKey: lastKey }),
  };
}

/** After the start key's place, also if its item has gone from there. */
function startOf(matching: readonly Item[], table: Table, startKey: Json | undefined): number {
  if (startKey === undefined) {
    return 0;
  }
  const index = matching.findIndex((item) => textOf(item[table.key]) === keyOf(table, startKey));
  if (index < 0) {
    throw new Unsupported('The start key has gone.');
  }
  return index + 1;
}

function projectionOf(names: Names, expression: Json | undefined): (item: Item) => JsonObject {
  if (expression === undefined) {
    return (item) => item;
  }
  const attributes = (expression as string).split(',').map((word) => names.attribute(word.trim()));
  return (item) => Object.fromEntries(attributes.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}
