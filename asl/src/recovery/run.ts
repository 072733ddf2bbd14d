import { leaseSeconds, runClaimsSeconds } from '../../../ledger/times';
import { recoveryLeaseKey } from '../../../ledger/keys';
import { jsonata } from '../language/jsonata';
import { choice, task } from '../language/states';
import { dynamodbRetry, queryRetry } from '../steps/aws-retry';
import { number, query, text, updateItem } from '../steps/dynamodb';
import { onAnyError, onConditionFailed } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { inMinutes, now } from '../steps/time';
import { nothingMeasured } from './metrics';
import { ledger, openItems } from './tables';

export const queryDueItems = task({
  ...query(openItems, (index) => ({
    ...index,
    KeyConditionExpression: 'openState = :pending AND dueAt <= :now',
    ProjectionExpression: 'identifier, dueAt, attempts',
    ExpressionAttributeValues: { ':pending': text(word('pending')), ':now': number(now) },
    Limit: 200,
  })),
  Assign: {
    dueItems: jsonata`[$states.result.Items.{'identifier': identifier.S, 'dueAt': $number(dueAt.N),
      'attempts': $number([attempts.N, 0][0])}]`,
    leaseHeld: jsonata`$states.input.leaseHeld = true`,
    runError: '',
    madeProgress: jsonata`$not($states.input.madeProgress = false)`,
    ...nothingMeasured,
  },
  ...queryRetry,
  Next: 'CheckDueItems',
});

const runEnd = jsonata`$toMillis($states.context.Execution.StartTime) + ${inMinutes(runClaimsSeconds)} * 1000`;

export const checkDueItems = choice({
  Comment:
    'A run that could claim nothing of a page ends, and one of more than half an hour leaves the rest to the next: an ' +
    'execution may have 25,000 events.',
  Choices: [
    {
      Condition: jsonata`$count($dueItems) > 0 and $madeProgress and $millis() < ${runEnd}`,
      Next: 'TakeLease',
    },
    { Condition: jsonata`$leaseHeld`, Next: 'ReleaseLease' },
  ],
  Default: 'MeasureOpenItems',
});

const me = text(jsonata`$states.context.Execution.Id`);

export const takeLease = task({
  Comment:
    'One run at a time sends, so that the configured rate holds. The lease of a killed run ends by itself.',
  ...updateItem(ledger, recoveryLeaseKey, {
    UpdateExpression: 'SET holder = :me, leaseUntil = :until',
    ConditionExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now OR holder = :me',
    ExpressionAttributeValues: {
      ':me': me,
      ':now': number(now),
      ':until': number(jsonata`${now} + ${inMinutes(leaseSeconds)}`),
    },
  }),
  ...dynamodbRetry,
  Catch: [onConditionFailed({ Next: 'MeasureOpenItems' })],
  Next: 'FindMeter',
});

export const releaseLease = task({
  ...updateItem(ledger, recoveryLeaseKey, {
    UpdateExpression: 'REMOVE holder, leaseUntil',
    ConditionExpression: 'holder = :me',
    ExpressionAttributeValues: { ':me': me },
  }),
  ...dynamodbRetry,
  Catch: [onAnyError({ Next: 'MeasureOpenItems' })],
  Next: 'MeasureOpenItems',
});
