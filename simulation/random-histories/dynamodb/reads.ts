import { Unsupported, type Item } from './attribute-values';
import { conditionOf } from './condition';
import { keyOf } from './item-key';
import type { Names } from './names';
import type { Table } from './table';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

export function getItem(table: Table, names: Names, { Key, ProjectionExpression }: JsonObject): JsonObject {
  const item = table.get(keyOf(table, Key));
  const projected = projectionOf(names, ProjectionExpression);
  return item ? { Item: projected(item) } : {};
}

export function query(table: Table, names: Names, request: JsonObject): JsonObject {
  return page(table, names, request, conditionOf(request.KeyConditionExpression as string, names));
}

export const scan = (table: Table, names: Names, request: JsonObject): JsonObject =>
  page(table, names, request, () => true);

/** `Limit` counts the items before the filter, and a page that reaches it has a LastEvaluatedKey. */
function page(table: Table, names: Names, request: JsonObject, inKey: (item: Item) => boolean): JsonObject {
  const index = table.indexes[request.IndexName as string];
  if (!index) {
    throw new Unsupported('The model of DynamoDB queries and scans indexes alone.');
  }
  const filter =
    request.FilterExpression === undefined
      ? () => true
      : conditionOf(request.FilterExpression as string, names);
  const matching = table.listed(index).filter(inKey);
  const from = startOf(matching, table.inOrder(index), request.ExclusiveStartKey);
  const limit = (request.Limit as number | undefined) ?? Infinity;
  const seen = matching.slice(from, from + limit);
  const found = seen.filter(filter);
  const items = found.map(projectionOf(names, request.ProjectionExpression));
  names.checkAllUsed();
  const last = seen.length === limit ? seen.at(-1) : undefined;
  const lastKey =
    last && Object.fromEntries([table.key, index.partition, index.sort].map((name) => [name, last[name]!]));
  return {
    Count: found.length,
    ScannedCount: seen.length,
    ...(request.Select !== 'COUNT' && { Items: items }),
    ...(lastKey && { LastEvaluatedKey: lastKey }),
  };
}

/** After the start key's place, also if its item has gone from there. */
function startOf(
  matching: readonly Item[],
  inOrder: (a: Item, b: Item) => number,
  startKey: Json | undefined,
): number {
  if (startKey === undefined) {
    return 0;
  }
  const next = matching.findIndex((item) => inOrder(item, startKey as Item) > 0);
  return next < 0 ? matching.length : next;
}

function projectionOf(names: Names, expression: Json | undefined): (item: Item) => JsonObject {
  if (expression === undefined) {
    return (item) => item;
  }
  const attributes = (expression as string).split(',').map((word) => names.attribute(word.trim()));
  return (item) => Object.fromEntries(attributes.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}
