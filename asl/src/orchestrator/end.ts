import { jsonata } from '../language/jsonata';
import { fail, succeed, task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { statusName, text, updateItem } from '../steps/dynamodb';
import { errorAndCause, onAnyError } from '../steps/errors';
import { processingHistory } from './tables';

export const processingHistoryId = jsonata`$processingHistoryId`;

/** For what must not fail: the upload fails with the error in its record. */
export const failUpload = onAnyError({
  Assign: { errorMessage: errorAndCause },
  Next: 'UpdateStatusToFailed',
});

export const updateStatusToFailed = task({
  Comment: 'A completed upload stays completed.',
  ...updateItem(processingHistory, processingHistoryId, {
    UpdateExpression: 'SET #status = :status, failedAt = :failedAt, errorMessage = :errorMessage',
    ConditionExpression: 'attribute_not_exists(completedAt)',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':status': text('failed'),
      ':failedAt': text(jsonata`$now()`),
      ':errorMessage': text(jsonata`$errorMessage`),
    },
  }),
  ...dynamodbRetry,
  Catch: [onAnyError({ Next: 'ProcessingFailed' })],
  Next: 'ProcessingFailed',
});

export const processingFailed = fail({ Error: 'ProcessingFailed', Cause: jsonata`$errorMessage` });

export const processingSuccess = succeed({
  Output: { processingHistoryId, stripeMeterEvent: jsonata`$stripeMeterEvent` },
});
