import type { AttributeValue, Update } from '@aws-sdk/client-dynamodb';
import { processingHistoryKey } from '../../settings/application';
import { hourStartOf, ledgerKey, usageCheckKey } from '../../ledger/keys';
import { usageCheckDelaySeconds } from '../../ledger/times';
import type { LedgerItem, MeterEvent } from '../../ledger/item';

/** What shows that somebody else has worked on an item: recovery and the executions change one of these each time. */
const watched = (item: LedgerItem) => ({
  status: item.status,
  openState: item.openState,
  dueAt: item.dueAt,
  attempts: item.attempts,
  claimedAt: item.claimedAt,
  revision: item.kind === 'usage check' ? item.revision : undefined,
});

export interface Change {
  readonly set: Readonly<Record<string, string | number | boolean>>;
  readonly remove: readonly string[];
}

/** The change of an item on condition that it is as it was seen. */
export function updateIfUnchanged(TableName: string, item: LedgerItem, { set, remove }: Change): Update {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const nameOf = (name: string) => {
    names[`#${name}`] = name;
    return `#${name}`;
  };
  const conditions = Object.entries(watched(item)).map(([name, seen]) => {
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

/**
 * As recovery's state UpdateProcessingHistory, for a record that exists.
 *
 * @param now Unix seconds
 */
export function historyUpdate(TableName: string, { identifier }: MeterEvent, now: number): Update {
  return {
    TableName,
    Key: { [processingHistoryKey]: { S: identifier } },
    UpdateExpression:
      'SET stripeMeterSentAt = if_not_exists(stripeMeterSentAt, :now) REMOVE stripeMeterError',
    ConditionExpression: 'attribute_exists(#key)',
    ExpressionAttributeNames: { '#key': processingHistoryKey },
    ExpressionAttributeValues: { ':now': { S: new Date(now * 1000).toISOString() } },
  };
}

/**
 * As recovery's state ScheduleUsageCheck: the check of the event's hour becomes due again.
 *
 * @param now Unix seconds
 */
export function usageCheckUpdate(TableName: string, event: MeterEvent, now: number): Update {
  const { customerId, timestamp } = event;
  const hourStart = hourStartOf(timestamp);
  return {
    TableName,
    Key: { [ledgerKey]: { S: usageCheckKey(customerId, timestamp) } },
    UpdateExpression:
      'SET checkedCustomerId = :customerId, hourStart = :hourStart, #status = :pending, openState = :pending, dueAt = :dueAt REMOVE looks ADD revision :one',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':customerId': { S: customerId },
      ':hourStart': { N: String(hourStart) },
      ':pending': { S: 'pending' },
      ':dueAt': { N: String(Math.max(hourStart + 3600, now) + usageCheckDelaySeconds) },
      ':one': { N: '1' },
    },
  };
}
