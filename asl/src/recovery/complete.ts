import { jsonata } from '../language/jsonata';
import { task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { onAnyError, onConditionFailed } from '../steps/errors';
import { recordCompletion } from '../steps/processing-history';
import { identifier } from './outcome';
import { processingHistory } from './tables';

const done = { completesRecord: false };

export const completeRecord = task({
  Comment:
    'The execution may have ended between recording the meter event and completing the record of the application: an ' +
    'upload that is billed is completed. A record that the application has deleted stays deleted.',
  ...recordCompletion(processingHistory, identifier, {
    keys: jsonata`$downloadS3Keys`,
    existing: true,
  }),
  Assign: done,
  ...dynamodbRetry,
  Catch: [
    onConditionFailed({ Assign: done, Next: 'ChooseWork' }),
    onAnyError({ Assign: { ...done, historyOwed: true }, Next: 'ChooseWork' }),
  ],
  Next: 'ChooseWork',
});
