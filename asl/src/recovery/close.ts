import { jsonata } from '../language/jsonata';
import { task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { number, statusName, text, updateItem } from '../steps/dynamodb';
import { onAnyError, onConditionFailed } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { copyMeterEventSentTo } from '../steps/processing-history';
import { now } from '../steps/time';
import { scheduleUsageCheckIn } from '../steps/usage-check';
import { claimDue, identifier } from './outcome';
import { ledger, processingHistory } from './tables';

export const updateProcessingHistory = task({
  Comment:
    "The application's record, if it still exists, before the item is closed: an error must not stay there after the " +
    'event was sent.',
  ...copyMeterEventSentTo(processingHistory, identifier),
  ...dynamodbRetry,
  Catch: [
    onConditionFailed({ Next: 'ScheduleUsageCheck' }),
    onAnyError({ Assign: { historyOwed: true }, Next: 'ScheduleUsageCheck' }),
  ],
  Next: 'ScheduleUsageCheck',
});

export const scheduleUsageCheck = task({
  Comment: 'Before the item is closed, so that no event counts as sent without a check of its hour to come.',
  ...scheduleUsageCheckIn(ledger),
  ...dynamodbRetry,
  Catch: [onAnyError({ Next: 'LeaveItem' })],
  Next: 'RecordSent',
});

export const recordSent = task({
  Comment: "Closes the item, unless the application's record is still to be updated.",
  ...updateItem(ledger, identifier, {
    UpdateExpression: jsonata`'SET #status = :sent, sentAt = :sentAt, evidence = :evidence, livemode = :livemode' &
      ($historyOwed ? '' : ' REMOVE openState, dueAt, downloadS3Keys')`,
    ConditionExpression: 'dueAt = :claimDue',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':sent': text(word('sent')),
      ':sentAt': number(jsonata`$sentAt`),
      ':evidence': text(jsonata`$evidence`),
      ':livemode': { BOOL: jsonata`$livemode` },
      ':claimDue': claimDue,
    },
  }),
  ...dynamodbRetry,
  Catch: [onAnyError({ Next: 'KeepPace' })],
  Next: 'KeepPace',
});

export const closeUsageCheck = task({
  Comment: 'Unless an event was sent in that hour since the check was claimed.',
  ...updateItem(ledger, identifier, {
    UpdateExpression:
      'SET #status = :equal, checkedAt = :now REMOVE openState, dueAt, lastError, lastErrorCause, lastErrorAt',
    ConditionExpression: 'dueAt = :claimDue AND revision = :revision',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':equal': text(word('equal')),
      ':now': number(now),
      ':claimDue': claimDue,
      ':revision': { N: jsonata`$revision` },
    },
  }),
  ...dynamodbRetry,
  Catch: [onAnyError({ Next: 'KeepPace' })],
  Next: 'KeepPace',
});
