import type { AttributeValue, Update } from '@aws-sdk/client-dynamodb';
import { processingHistoryKey } from '../../settings/application';
import { seenOf, type Change } from '../../ledger/changes';
import type { KnownItem, MeterEvent } from '../../ledger/item';
import { hourStartOf, ledgerKey, usageCheckKey } from '../../ledger/keys';
import { usageCheckDueAt } from '../../ledger/times';
import { sentRecordUpdate, usageCheckUpdate } from '../../ledger/updates';

/** The change of an item on condition that it is as it was seen. */
export function updateIfUnchanged(TableName: string, item: KnownItem, { set, remove }: Change): Update {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const nameOf = (name: string) => {
    names[`#${name}`] = name;
    return `#${name}`;
  };
  const conditions = Object.entries(seenOf(item)).map(([name, seen]) => {
    if (seen === undefined) {
      return `attribute_not_exists(${nameOf(name)})`;
    }
    values[`:seen_${name}`] = attribute(seen);
    return `${nameOf(name)} = :seen_${name}`;
  });
  const assignments = Object.entries(set).map(([name, value]) => {
    values[`:new_${name}`] = attribute(value);
    return `${nameOf(name)} = :new_${name}`;
  });
  const removals = remove.length > 0 ? ` REMOVE ${remove.map(nameOf).join(', ')}` : '';
  return {
    TableName,
    Key: { [ledgerKey]: { S: item.identifier } },
    UpdateExpression: `SET ${assignments.join(', ')}${removals}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function attribute(value: string | number | boolean): AttributeValue {
  switch (typeof value) {
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'string':
      return { S: value };
  }
}

/** Of the record of an event that exists. @param now Unix seconds */
export const recordUpdate = (TableName: string, { identifier }: MeterEvent, now: number): Update =>
  sentRecordUpdate(TableName, {
    keyName: processingHistoryKey,
    identifier,
    now: new Date(now * 1000).toISOString(),
  });

/** Of the usage check of an event's hour, which becomes due again. @param now Unix seconds */
export const checkUpdate = (TableName: string, { customerId, timestamp }: MeterEvent, now: number): Update =>
  usageCheckUpdate(TableName, {
    key: usageCheckKey(customerId, timestamp),
    customerId,
    hourStart: String(hourStartOf(timestamp)),
    dueAt: String(usageCheckDueAt(timestamp, now)),
  });
