import { normalized, type Item } from './attribute-values';
import { conditionOf } from './condition';
import { keyOf } from './item-key';
import type { Names } from './names';
import type { Table } from './table';
import { updated } from './update';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

/** `ConditionalCheckFailedException`. */
export class ConditionFailed extends Error {}

export function putItem(table: Table, names: Names, { Item, ConditionExpression }: JsonObject): JsonObject {
  const key = keyOf(table, Item);
  check(table.get(key), names, ConditionExpression);
  table.set(key, (normalized({ M: Item! }) as { M: Item }).M);
  return {};
}

export function updateItem(table: Table, names: Names, request: JsonObject): JsonObject {
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
