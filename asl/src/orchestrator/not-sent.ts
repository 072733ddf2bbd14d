import { jsonata } from '../language/jsonata';
import { choice, task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { getItem, number, statusName, text, updateItem } from '../steps/dynamodb';
import { cause, error, errorAndCause, onAnyError, onConditionFailed } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { now } from '../steps/time';
import { processingHistoryId } from './end';
import { ledger, processingHistory } from './tables';

/** For errors before the first attempt: certainly not sent, unless an earlier run of a redriven execution did. */
export const recordNotSent = onAnyError({
  Assign: {
    stripeMeterError: { error, cause },
    notTaken: jsonata`$states.context.Execution.RedriveCount = 0 ? 1 : 0`,
    refusals: 0,
  },
  Next: 'RecordMeterEventError',
});

const meterError = {
  error: text(jsonata`$stripeMeterError.error`),
  cause: text(jsonata`$stripeMeterError.cause`),
};

export const recordMeterEventError = task({
  Comment:
    'Says in the ledger why the meter event is still pending, and whether Stripe certainly did not take it. The first ' +
    'attempt alone may say so: recovery may have sent it since.',
  ...updateItem(ledger, processingHistoryId, {
    UpdateExpression: jsonata`'SET lastError = :error, lastErrorCause = :cause, lastErrorAt = :now, notTaken = :notTaken,
      refusals = :refusals' & ($recordOwed ? '' : ' REMOVE downloadS3Keys')`,
    ConditionExpression: '#status = :pending AND attempts = :one',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':error': meterError.error,
      ':cause': meterError.cause,
      ':now': number(now),
      ':notTaken': number(jsonata`$notTaken`),
      ':refusals': number(jsonata`$refusals`),
      ':pending': text(word('pending')),
      ':one': number(1),
    },
  }),
  ...dynamodbRetry,
  Catch: [onConditionFailed({ Next: 'GetMeterEventInLedger' }), onAnyError({ Next: 'LogStripeMeterError' })],
  Next: 'LogStripeMeterError',
});

export const getMeterEventInLedger = task({
  Comment:
    'Recovery has taken over the meter event, and may have sent it: this execution was redriven, or very slow.',
  ...getItem(ledger, processingHistoryId, { ConsistentRead: true }),
  Assign: { meterEventStatus: jsonata`[$states.result.Item.status.S, ''][0]` },
  ...dynamodbRetry,
  Catch: [onAnyError({ Next: 'LogStripeMeterError' })],
  Next: 'CheckMeterEventInLedger',
});

export const checkMeterEventInLedger = choice({
  Comment:
    'The record of a meter event that is sent says so, also if the application has made the record anew; nothing else ' +
    'would remove an error from it.',
  Choices: [
    {
      Condition: jsonata`$meterEventStatus = 'sent'`,
      Assign: { stripeMeterEvent: 'sent' },
      Next: 'CopyMeterEventSent',
    },
  ],
  Default: 'LogStripeMeterError',
});

const notRecorded = jsonata`'The meter event was not sent (' & $stripeMeterError.error & ': ' & $stripeMeterError.cause
  & '), and this could not be recorded: ' & ${errorAndCause}`;

export const logStripeMeterError = task({
  Comment:
    'A Stripe failure never fails the processing: the status stays completed, and recovery removes the error once the ' +
    'meter event is sent.',
  ...updateItem(processingHistory, processingHistoryId, {
    UpdateExpression: 'SET stripeMeterError = :stripeMeterError',
    ConditionExpression: 'attribute_exists(completedAt) AND attribute_not_exists(stripeMeterSentAt)',
    ExpressionAttributeValues: {
      ':stripeMeterError': { M: { ...meterError, failedAt: text(jsonata`$now()`) } },
    },
  }),
  ...dynamodbRetry,
  Catch: [
    onConditionFailed({ Next: 'ProcessingSuccess' }),
    onAnyError({ Assign: { errorMessage: notRecorded }, Next: 'ProcessingFailed' }),
  ],
  Next: 'ProcessingSuccess',
});
