import {
  claimAggregatedSeconds,
  claimSeconds,
  executionAggregatedSeconds,
  laterClaimSeconds,
} from '../../../ledger/times';
import { jsonata, Jsonata } from '../language/jsonata';
import { task } from '../language/states';
import { dynamodbRetry } from '../steps/aws-retry';
import { number, text, updateItem } from '../steps/dynamodb';
import { onAnyError } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { inMinutes, minutesOf, now } from '../steps/time';
import { ledger } from './tables';

const item = jsonata`$states.result.Attributes`;
const textOf = (attribute: string) => new Jsonata(`$states.result.Attributes.${attribute}.S`);
const numberOf = (attribute: string) => new Jsonata(`$number($states.result.Attributes.${attribute}.N)`);
const numberOrZero = (attribute: string) =>
  new Jsonata(`$number([$states.result.Attributes.${attribute}.N, 0][0])`);

const isUsageCheck = jsonata`$exists(${item}.hourStart)`;

/** An event may be sent in its first claim; from the third on, the next claim may wait longer. */
const claimMinutes = jsonata`($states.input.item.attempts < 2
  ? ${minutesOf(claimSeconds)}
  : ${minutesOf(laterClaimSeconds)})`;

const minuteOfEvent = jsonata`$floor(${numberOf('timestamp')} / 60) * 60`;
const earlierClaimAggregated = jsonata`${numberOf('previousClaimedAt')} + ${inMinutes(claimAggregatedSeconds)}`;
const executionAggregated = jsonata`${numberOrZero('timestamp')} + ${inMinutes(executionAggregatedSeconds)}`;

/** What the other states know of the item. */
const variables = {
  meterId: jsonata`$states.input.meterId`,
  identifier: textOf('identifier'),
  status: textOf('status'),
  customerId: jsonata`$string(${textOf('customerId')} & ${textOf('checkedCustomerId')})`,
  value: numberOrZero('value'),
  timestamp: numberOrZero('timestamp'),
  isUsageCheck,
  rangeStart: jsonata`${isUsageCheck} ? ${numberOf('hourStart')} : ${minuteOfEvent}`,
  rangeSeconds: jsonata`${isUsageCheck} ? 3600 : 60`,
  revision: jsonata`[${item}.revision.N, '0'][0]`,
  claimedAt: numberOf('claimedAt'),
  claimDue: numberOf('dueAt'),
  sentAt: numberOrZero('sentAt'),
  evidence: jsonata`[${item}.evidence.S, ''][0]`,
  livemode: jsonata`[${item}.livemode.BOOL, \${stripeLivemode}][0]`,
  notTaken: numberOrZero('notTaken'),
  refusals: numberOrZero('refusals'),
  doubts: numberOrZero('doubts'),
  looks: numberOrZero('looks'),
  certainlyNotTaken: jsonata`${numberOrZero('notTaken')} >= ${numberOf('attempts')} - 1`,
  earlierAttemptsAggregated: jsonata`${numberOf('claimedAt')} >=
    $max([${earlierClaimAggregated}, ${executionAggregated}])`,
  provenNotCounted: false,
  completesRecord: jsonata`$exists(${item}.downloadS3Keys)`,
  downloadS3Keys: jsonata`[${item}.downloadS3Keys.L]`,
  historyOwed: false,
  endsRun: false,
  openState: word('pending'),
  ledgerSent: 0,
  ledgerOpen: [],
  ledgerPending: 0,
  newestSentAt: 0,
  ledgerPage: {},
};

export const claimItem = task({
  Comment:
    'Two runs never hold the same item: the due time must be the one that was read, and moves at least ' +
    `${minutesOf(claimSeconds)} minutes, so that Stripe has aggregated every earlier attempt when the next one begins.`,
  ...updateItem(ledger, jsonata`$states.input.item.identifier`, {
    UpdateExpression:
      'SET claimedAt = :now, previousClaimedAt = if_not_exists(claimedAt, :never), dueAt = :claimDue, ' +
      'attempts = if_not_exists(attempts, :zero) + :one',
    ConditionExpression: 'openState = :pending AND dueAt = :seen',
    ExpressionAttributeValues: {
      ':now': number(now),
      ':never': number(0),
      ':zero': number(0),
      ':one': number(1),
      ':claimDue': number(jsonata`${now} + ${claimMinutes} * 60`),
      ':seen': number(jsonata`$states.input.item.dueAt`),
      ':pending': text(word('pending')),
    },
    ReturnValues: 'ALL_NEW',
  }),
  Assign: variables,
  ...dynamodbRetry,
  Catch: [
    onAnyError({
      Comment:
        'Another run has claimed the item, the orchestrator has closed it, or DynamoDB is unavailable: a later run ' +
        'sees it again.',
      Next: 'SkipItem',
    }),
  ],
  Next: 'ChooseWork',
});
