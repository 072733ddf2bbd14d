import { sentRecordUpdate } from '../../../ledger/updates';
import { jsonata, type Jsonata } from '../language/jsonata';
import { statusName, text, update, updateItem, type Table } from './dynamodb';

/** The application's record; its attributes are those of the guide (docs/operations-guide.md). */
export const processingHistoryWith = (needs: Table['needs']): Table => ({
  name: '${processingHistoryTable}',
  key: '${processingHistoryKey}',
  needs,
});

/** Says in the application's record that the meter event was sent, unless the application has deleted the record. */
export const copyMeterEventSentTo = (processingHistory: Table, identifier: Jsonata) =>
  update(
    processingHistory,
    sentRecordUpdate(processingHistory.name, {
      keyName: processingHistory.key,
      identifier: identifier.toJSON(),
      now: jsonata`$now()`.toJSON(),
    }),
  );

/**
 * Completes the application's record, unless it is completed already.
 *
 * @param keys as DynamoDB is given them
 * @param existing - leave a record deleted that does not exist. @default - make it anew
 */
export const recordCompletion = (
  processingHistory: Table,
  identifier: Jsonata,
  { keys, existing = false }: { readonly keys: Jsonata; readonly existing?: boolean },
) =>
  updateItem(processingHistory, identifier, {
    UpdateExpression:
      'SET #status = :status, completedAt = :completedAt, downloadS3Keys = :downloadS3Keys ' +
      'REMOVE failedAt, errorMessage',
    ConditionExpression: `${existing ? 'attribute_exists(#key) AND ' : ''}attribute_not_exists(completedAt)`,
    ExpressionAttributeNames: { ...statusName, ...(existing && { '#key': processingHistory.key }) },
    ExpressionAttributeValues: {
      ':status': text('completed'),
      ':completedAt': text(jsonata`$fromMillis($timestamp * 1000)`),
      ':downloadS3Keys': { L: keys },
    },
  });
