import { sentRecordUpdate } from '../../../ledger/updates';
import { jsonata, type Jsonata } from '../language/jsonata';
import { update, type Table } from './dynamodb';

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
