import { firstRecoverySeconds } from '../../../ledger/times';
import { jsonata } from '../language/jsonata';
import { task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { number, putItem, statusName, text, updateItem } from '../steps/dynamodb';
import { onConditionFailed } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { inMinutes, minutesOf, now } from '../steps/time';
import { scheduleUsageCheckIn } from '../steps/usage-check';
import { failUpload, processingHistoryId } from './end';
import { recordNotSent } from './not-sent';
import { ledger, processingHistory } from './tables';

/** When recovery takes over what is still open. */
export const firstRecovery = number(jsonata`${now} + ${inMinutes(firstRecoverySeconds)}`);

export const recordMeterEvent = task({
  Comment:
    'From here on the meter event cannot be lost, however this execution ends: what is still pending after ' +
    `${minutesOf(firstRecoverySeconds)} minutes, recovery sends.`,
  ...putItem(ledger, {
    Item: {
      [ledger.key]: text(processingHistoryId),
      customerId: text(jsonata`$customerId`),
      value: { N: jsonata`$usageAmountBytes` },
      timestamp: number(jsonata`$timestamp`),
      eventName: text('${meterEventName}'),
      recordedBy: text(jsonata`$states.context.Execution.Id`),
      attempts: number(1),
      status: text(word('pending')),
      openState: text(word('pending')),
      dueAt: firstRecovery,
    },
    ConditionExpression: `attribute_not_exists(${ledger.key})`,
  }),
  ...dynamodbRetry,
  Catch: [onConditionFailed({ Next: 'GetRecordedMeterEvent' }), failUpload],
  Next: 'UpdateStatusToCompleted',
});

/** Completes the upload; one that is completed already stays as it is. */
const completeUpload = <Target extends string>(Comment: string, Next: Target) =>
  task<Target | 'UpdateStatusToFailed'>({
    Comment,
    ...updateItem(processingHistory, processingHistoryId, {
      UpdateExpression:
        'SET #status = :status, completedAt = :completedAt, downloadS3Keys = :downloadS3Keys ' +
        'REMOVE failedAt, errorMessage',
      ConditionExpression: 'attribute_not_exists(completedAt)',
      ExpressionAttributeNames: statusName,
      ExpressionAttributeValues: {
        ':status': text('completed'),
        ':completedAt': text(jsonata`$fromMillis($timestamp * 1000)`),
        ':downloadS3Keys': { L: jsonata`[$map($downloadS3Keys, function($key) { {'S': $key} })]` },
      },
    }),
    ...dynamodbRetry,
    Catch: [onConditionFailed({ Next }), failUpload],
    Next,
  });

export const updateStatusToCompleted = completeUpload(
  'After the meter event is recorded, so that a completed upload is always one whose event cannot be lost.',
  'ScheduleUsageCheck',
);

export const updateStatusOfRepeatedUpload = completeUpload(
  'Another execution recorded the meter event and may not have completed the upload.',
  'ProcessingSuccess',
);

export const scheduleUsageCheck = task({
  Comment:
    'Before anything is sent: recovery will compare what Stripe counted for this customer in this hour with the ' +
    'ledger. Each event makes the check due again.',
  ...scheduleUsageCheckIn(ledger),
  ...dynamodbRetry,
  Catch: [recordNotSent],
  Next: 'GetStripeAPIKey',
});
