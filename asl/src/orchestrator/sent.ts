import { jsonata } from '../language/jsonata';
import { task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { number, statusName, text, updateItem } from '../steps/dynamodb';
import { errorAndCause, onAnyError, onConditionFailed } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { copyMeterEventSentTo } from '../steps/processing-history';
import { now } from '../steps/time';
import { processingHistoryId } from './end';
import { firstRecovery } from './record';
import { ledger, processingHistory } from './tables';

const sent = { stripeMeterEvent: 'sent' };

export const recordMeterEventSent = task({
  Comment:
    'The ledger remembers what Stripe forgets after a day. The item stays open while the record of the application is ' +
    'still to be completed.',
  ...updateItem(ledger, processingHistoryId, {
    UpdateExpression: jsonata`'SET #status = :sent, sentAt = :now, livemode = :livemode, evidence = :response' &
      ($recordOwed ? '' : ' REMOVE openState, dueAt, downloadS3Keys')`,
    ConditionExpression: `#status <> :sent AND attribute_exists(${ledger.key})`,
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':sent': text(word('sent')),
      ':now': number(now),
      ':livemode': { BOOL: jsonata`$livemode` },
      ':response': text(word('response')),
    },
  }),
  Assign: sent,
  ...dynamodbRetry,
  Catch: [
    onConditionFailed({ Assign: sent, Next: 'CopyMeterEventSent' }),
    onAnyError({
      Assign: {
        errorMessage: jsonata`'Stripe took the meter event, but the ledger could not be updated: ' & ${errorAndCause}
          & ' Recovery asks Stripe and records it.'`,
      },
      Next: 'ProcessingFailed',
    }),
  ],
  Next: 'CopyMeterEventSent',
});

export const copyMeterEventSent = task({
  Comment: "The application's record says so too, unless the application has deleted it.",
  ...copyMeterEventSentTo(processingHistory, processingHistoryId),
  ...dynamodbRetry,
  Catch: [
    onConditionFailed({ Next: 'ProcessingSuccess' }),
    onAnyError({
      Assign: {
        errorMessage: jsonata`'The meter event was sent, but the record could not be updated: ' & ${errorAndCause}`,
      },
      Next: 'LeaveCopyToRecovery',
    }),
  ],
  Next: 'ProcessingSuccess',
});

export const leaveCopyToRecovery = task({
  Comment: "Opens the item again: recovery updates the application's record and closes it.",
  ...updateItem(ledger, processingHistoryId, {
    UpdateExpression: 'SET openState = :pending, dueAt = :dueAt',
    ConditionExpression: '#status = :sent AND attribute_not_exists(openState)',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':pending': text(word('pending')),
      ':dueAt': firstRecovery,
      ':sent': text(word('sent')),
    },
  }),
  ...dynamodbRetry,
  Catch: [onConditionFailed({ Next: 'ProcessingSuccess' }), onAnyError({ Next: 'ProcessingFailed' })],
  Next: 'ProcessingSuccess',
});
