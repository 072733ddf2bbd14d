import { jsonata } from '../language/jsonata';
import { choice, task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { getItem } from '../steps/dynamodb';
import { errorAndCause, onAnyError } from '../steps/errors';
import { processingHistoryId } from './end';
import { ledger } from './tables';

const item = jsonata`$states.result.Item`;
const isKnownRecorded = jsonata`$errorMessage = ''`;

export const getRecordedMeterEvent = task({
  Comment:
    'There is a meter event of this upload already: of this execution, if the response to its write was lost, or of ' +
    'another one.',
  ...getItem(ledger, processingHistoryId, { ConsistentRead: true }),
  Assign: {
    recorded: jsonata`$exists(${item})
      ? {'by': ${item}.recordedBy.S, 'customerId': ${item}.customerId.S, 'value': ${item}.value.N}
      : {'by': ''}`,
  },
  ...dynamodbRetry,
  Catch: [
    onAnyError({
      Comment:
        'The record does not fail if the event is known to be recorded: no error of its recording led here.',
      Assign: {
        recorded: { by: '' },
        recordedUnread: isKnownRecorded,
        errorMessage: jsonata`${isKnownRecorded} ? ${errorAndCause} : $errorMessage`,
      },
      Next: 'CheckRecordedMeterEvent',
    }),
  ],
  Next: 'CheckRecordedMeterEvent',
});

const isOwn = jsonata`$recorded.by = $states.context.Execution.Id`;
const isSameUsage = jsonata`$recorded.customerId = $customerId and
  $number($recorded.value) = $number($usageAmountBytes)`;

/** The same upload with another customer or amount: nobody knows which is right. */
const contradiction = jsonata`'The meter event ' & $processingHistoryId & ' is already recorded for the customer ' &
  $recorded.customerId & ' with ' & $recorded.value & ' bytes; this execution has the customer ' & $customerId &
  ' with ' & $usageAmountBytes & ' bytes.'`;

export const checkRecordedMeterEvent = choice({
  Comment:
    'Only the execution that recorded the meter event sends it. A repeated upload of the same bytes is completed and ' +
    'sends nothing.',
  Choices: [
    { Condition: jsonata`$recordedUnread`, Next: 'ProcessingFailed' },
    {
      Condition: jsonata`$alreadyCompleted and $recorded.by = ''`,
      Assign: { stripeMeterEvent: 'completed earlier' },
      Next: 'ProcessingSuccess',
    },
    {
      Condition: jsonata`${isOwn} and $not($alreadyCompleted)`,
      Next: 'UpdateStatusToCompleted',
    },
    {
      Condition: jsonata`${isSameUsage} and $alreadyCompleted`,
      Assign: { stripeMeterEvent: 'recorded earlier' },
      Next: 'ProcessingSuccess',
    },
    {
      Condition: isSameUsage,
      Assign: { stripeMeterEvent: 'recorded earlier' },
      Next: 'UpdateStatusOfRepeatedUpload',
    },
  ],
  Assign: { errorMessage: jsonata`$recorded.by = '' ? $errorMessage : ${contradiction}` },
  Default: 'UpdateStatusToFailed',
});
