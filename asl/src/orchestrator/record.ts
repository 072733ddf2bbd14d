import { firstRecoverySeconds } from '../../../ledger/times';
import { jsonata } from '../language/jsonata';
import { task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { number, putItem, text } from '../steps/dynamodb';
import { errorAndCause, on, onAnyError, onConditionFailed } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { recordCompletion } from '../steps/processing-history';
import { inMinutes, minutesOf, now } from '../steps/time';
import { scheduleUsageCheckIn } from '../steps/usage-check';
import { processingHistoryId } from './end';
import { areKeysTooLarge, keysForTable, keysTooLarge } from './keys';
import { recordNotSent } from './not-sent';
import { ledger, processingHistory } from './tables';

/** When recovery takes over what is still open. */
export const firstRecovery = number(jsonata`${now} + ${inMinutes(firstRecoverySeconds)}`);

const keys = keysForTable(jsonata`$downloadS3Keys`);

export const recordMeterEvent = task({
  Comment:
    'From here on the meter event cannot be lost, however this execution ends: what is still pending after ' +
    `${minutesOf(firstRecoverySeconds)} minutes, recovery sends. The keys stay in the item until the record of the ` +
    'application is completed, so that recovery can complete it.',
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
      downloadS3Keys: {
        L: jsonata`${areKeysTooLarge} ? $error('The keys are too large.') : ${keys}`,
      },
    },
    ConditionExpression: `attribute_not_exists(${ledger.key})`,
  }),
  ...dynamodbRetry,
  Catch: [
    onConditionFailed({ Next: 'GetRecordedMeterEvent' }),
    on(['States.QueryEvaluationError'], {
      Comment: 'Nothing was written.',
      Assign: { errorMessage: jsonata`${areKeysTooLarge} ? ${keysTooLarge} : ${errorAndCause}` },
      Next: 'UpdateStatusToFailed',
    }),
    onAnyError({
      Comment: 'It may have been written: the response of an attempt may be lost.',
      Assign: { errorMessage: errorAndCause },
      Next: 'GetRecordedMeterEvent',
    }),
  ],
  Next: 'UpdateStatusToCompleted',
});

/** Completes the upload; one that is completed already stays as it is. */
const completion = {
  ...recordCompletion(processingHistory, processingHistoryId, { keys }),
  ...dynamodbRetry,
};

const isCompleted = { recordOwed: false };

export const updateStatusToCompleted = task({
  Comment:
    'After the meter event is recorded, so that a completed upload is always one whose event cannot be lost. An upload ' +
    'whose event is recorded never fails: what cannot be written here, recovery writes.',
  ...completion,
  Assign: isCompleted,
  Catch: [
    onConditionFailed({ Assign: isCompleted, Next: 'ScheduleUsageCheck' }),
    onAnyError({ Assign: { recordOwed: true }, Next: 'ScheduleUsageCheck' }),
  ],
  Next: 'ScheduleUsageCheck',
});

export const updateStatusOfRepeatedUpload = task({
  Comment: 'Another execution recorded the meter event and may not have completed the upload.',
  ...completion,
  Catch: [
    onConditionFailed({ Next: 'ProcessingSuccess' }),
    onAnyError({ Assign: { errorMessage: errorAndCause }, Next: 'ProcessingFailed' }),
  ],
  Next: 'ProcessingSuccess',
});

export const scheduleUsageCheck = task({
  Comment:
    'Before anything is sent: recovery will compare what Stripe counted for this customer in this hour with the ' +
    'ledger. Each event makes the check due again.',
  ...scheduleUsageCheckIn(ledger),
  ...dynamodbRetry,
  Catch: [recordNotSent],
  Next: 'GetStripeAPIKey',
});
