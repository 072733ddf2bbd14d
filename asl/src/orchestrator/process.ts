import { jsonata } from '../language/jsonata';
import { choice, task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { getItem, statusName, text, updateItem } from '../steps/dynamodb';
import { onConditionFailed } from '../steps/errors';
import { failUpload, processingHistoryId } from './end';
import { policyMapping, processingHistory } from './tables';

export const updateStatusToProcessing = task({
  Comment:
    'An upload that is already completed, because S3 delivered its event twice or somebody starts it again, is not ' +
    'processed again.',
  ...updateItem(processingHistory, processingHistoryId, {
    UpdateExpression: 'SET #status = :status, startedAt = :startedAt',
    ConditionExpression: 'attribute_not_exists(completedAt)',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':status': text('in_progress'),
      ':startedAt': text(jsonata`$startedAt`),
    },
  }),
  ...dynamodbRetry,
  Catch: [
    onConditionFailed({ Assign: { alreadyCompleted: true }, Next: 'GetRecordedMeterEvent' }),
    failUpload,
  ],
  Next: 'GetPolicyMapping',
});

const mappedArn = jsonata`$states.result.Item.stateMachineArn.S`;

export const getPolicyMapping = task({
  ...getItem(policyMapping, jsonata`$policyId`, { ProjectionExpression: 'stateMachineArn' }),
  Assign: { childStateMachineArn: jsonata`$exists(${mappedArn}) ? ${mappedArn} : ''` },
  ...dynamodbRetry,
  Catch: [failUpload],
  Next: 'CheckMappingExists',
});

export const checkMappingExists = choice({
  Choices: [{ Condition: jsonata`$childStateMachineArn != ''`, Next: 'StartChildStepFunction' }],
  Assign: {
    errorMessage: jsonata`'No state machine is mapped to the policy ' & $policyId & ' in \${policyMappingTable}.'`,
  },
  Default: 'UpdateStatusToFailed',
});
