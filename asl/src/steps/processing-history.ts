import { jsonata, type Jsonata } from '../language/jsonata';
import { text, updateItem, type Table } from './dynamodb';

/** The attribute names of the application's record are those of the guide (docs/operations-guide.md). */
export const processingHistoryWith = (needs: Table['needs']): Table => ({
  name: '${processingHistoryTable}',
  key: '${processingHistoryKey}',
  needs,
});

/** Says in the application's record that the meter event was sent, unless the application has deleted the record. */
export const copyMeterEventSentTo = (processingHistory: Table, identifier: Jsonata) =>
  updateItem(processingHistory, identifier, {
    UpdateExpression:
      'SET stripeMeterSentAt = if_not_exists(stripeMeterSentAt, :now) REMOVE stripeMeterError',
    ConditionExpression: 'attribute_exists(#key)',
    ExpressionAttributeNames: { '#key': processingHistory.key },
    ExpressionAttributeValues: { ':now': text(jsonata`$now()`) },
  });
