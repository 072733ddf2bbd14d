import { ledgerKey } from './keys';

/*
 * The updates that states of the definitions and a person's command make alike. Each value is text: what DynamoDB is
 * given, or in a definition the JSONata expression that gives it.
 */

export interface UsageCheckValues {
  /** The check's key. */
  readonly key: string;
  readonly customerId: string;
  /** Unix seconds. */
  readonly hourStart: string;
  /** Unix seconds. */
  readonly dueAt: string;
}

/** Makes the check of a customer's hour due, for the first time or again. */
export const usageCheckUpdate = (
  TableName: string,
  { key, customerId, hourStart, dueAt }: UsageCheckValues,
) => ({
  TableName,
  Key: { [ledgerKey]: { S: key } },
  UpdateExpression:
    'SET checkedCustomerId = :customerId, hourStart = :hourStart, #status = :pending, openState = :pending, dueAt = :dueAt REMOVE attempts, looks ADD revision :one',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: {
    ':customerId': { S: customerId },
    ':hourStart': { N: hourStart },
    ':pending': { S: 'pending' },
    ':dueAt': { N: dueAt },
    ':one': { N: '1' },
  },
});

export interface SentRecordValues {
  /** Name of the record's hash key. */
  readonly keyName: string;
  readonly identifier: string;
  /** In ISO 8601. */
  readonly now: string;
}

/** Says in the application's record, if it still exists, that its meter event was sent, and removes the error. */
export const sentRecordUpdate = (TableName: string, { keyName, identifier, now }: SentRecordValues) => ({
  TableName,
  Key: { [keyName]: { S: identifier } },
  UpdateExpression: 'SET stripeMeterSentAt = if_not_exists(stripeMeterSentAt, :now) REMOVE stripeMeterError',
  ConditionExpression: 'attribute_exists(#key)',
  ExpressionAttributeNames: { '#key': keyName },
  ExpressionAttributeValues: { ':now': { S: now } },
});
