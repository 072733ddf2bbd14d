import { jsonata, quoted, type Jsonata } from '../language/jsonata';
import { choice, fail, succeed, task, wait } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { number, statusName, text, updateItem } from '../steps/dynamodb';
import { cause, error, onAnyError } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { now } from '../steps/time';
import { ledger } from './tables';

export const identifier = jsonata`$identifier`;

/** The due time that this claim gave the item: whoever finds another one no longer holds it. */
export const claimDue = number(jsonata`$claimDue`);

/** The caught error is what the item says of itself. */
export const itemError = { itemError: error, itemCause: cause };

/** Nobody is asked to decide before the application's record is completed. */
const unlessOwed = (outcome: Jsonata): Jsonata =>
  jsonata`$historyOwed ? ${quoted(word('pending'))} : ${outcome}`;

export const recordOutcome = task({
  Comment:
    'Why the item is still open; pending, while the record of the application is to be completed. Whole numbers, not increments: a write whose response was lost may be repeated.',
  ...updateItem(ledger, identifier, {
    UpdateExpression: jsonata`'SET #status = :status, openState = :openState, lastError = :error, lastErrorCause = :cause,
      lastErrorAt = :now, notTaken = :notTaken, refusals = :refusals, doubts = :doubts, looks = :looks' &
      ($historyOwed ? '' : ' REMOVE downloadS3Keys')`,
    ConditionExpression: 'dueAt = :claimDue',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':status': text(unlessOwed(jsonata`$status`)),
      ':openState': text(unlessOwed(jsonata`$openState`)),
      ':error': text(jsonata`$itemError`),
      ':cause': text(jsonata`$itemCause`),
      ':now': number(now),
      ':notTaken': number(jsonata`$notTaken`),
      ':refusals': number(jsonata`$refusals`),
      ':doubts': number(jsonata`$doubts`),
      ':looks': number(jsonata`$looks`),
      ':claimDue': claimDue,
    },
  }),
  ...dynamodbRetry,
  Catch: [onAnyError({ Next: 'CheckEndsRun' })],
  Next: 'CheckEndsRun',
});

export const checkEndsRun = choice({
  Comment: 'What Stripe or AWS refuses to everybody ends the run: nothing else would pass.',
  Choices: [{ Condition: jsonata`$endsRun`, Next: 'EndRun' }],
  Default: 'KeepPace',
});

export const endRun = fail({ Error: jsonata`$itemError`, Cause: jsonata`$itemCause` });

export const keepPace = wait({
  Comment: 'As many seconds as keep all children together below the configured requests per second.',
  Seconds: jsonata`\${paceSeconds}`,
  Output: { claimed: true },
  End: true,
});

export const leaveItem = succeed({ Output: { claimed: true } });

export const skipItem = succeed({ Output: { claimed: false } });
