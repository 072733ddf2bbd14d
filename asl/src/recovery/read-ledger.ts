import { aggregatedSeconds } from '../../../ledger/times';
import { jsonata, quoted } from '../language/jsonata';
import { choice, task } from '../language/states';
import { queryRetry } from '../steps/aws-retry';
import { query } from '../steps/dynamodb';
import { onAnyError } from '../steps/errors';
import { inMinutes, now } from '../steps/time';
import { itemError } from './outcome';
import { eventsOfCustomer } from './tables';

const items = jsonata`$states.result.Items`;
const otherSent = jsonata`${items}[status.S = 'sent' and identifier.S != $identifier]`;
const otherOpen = jsonata`${items}[$not(status.S in ['sent', 'rejected']) and identifier.S != $identifier]`;
const nextPage = jsonata`$states.result.LastEvaluatedKey`;

export const readLedger = task({
  Comment:
    "The ledger's own sum for the customer in the event's minute, or in the hour of a usage check, page by page.",
  ...query(
    eventsOfCustomer,
    ({ TableName, IndexName }) => jsonata`$merge([{'TableName': ${quoted(TableName)},
      'IndexName': ${quoted(IndexName)},
      'KeyConditionExpression': 'customerId = :customerId AND #timestamp BETWEEN :start AND :end',
      'ProjectionExpression': 'identifier, #value, #status, sentAt',
      'ExpressionAttributeNames': {'#timestamp': 'timestamp', '#value': 'value', '#status': 'status'},
      'ExpressionAttributeValues': {':customerId': {'S': $customerId}, ':start': {'N': $string($rangeStart)},
      ':end': {'N': $string($rangeStart + $rangeSeconds - 1)}},
      'Limit': 500}, $ledgerPage])`,
  ),
  Assign: {
    ledgerSent: jsonata`$ledgerSent + $sum([0, ${otherSent}.$number(value.N)])`,
    ledgerOpen: jsonata`$append($ledgerOpen, [${otherOpen}.$number(value.N)])`,
    ledgerPending: jsonata`$ledgerPending + $count(${items}[status.S in ['pending', 'undecided']])`,
    newestSentAt: jsonata`$max([$newestSentAt, ${otherSent}.$number(sentAt.N)])`,
    ledgerPage: jsonata`$exists(${nextPage}) ? {'ExclusiveStartKey': ${nextPage}} : {}`,
  },
  ...queryRetry,
  Catch: [onAnyError({ Assign: itemError, Next: 'RecordOutcome' })],
  Next: 'CheckWholeLedgerRead',
});

const newestNotAggregated = jsonata`$newestSentAt > ${now} - ${inMinutes(aggregatedSeconds)}`;

export const checkWholeLedgerRead = choice({
  Choices: [
    { Condition: jsonata`$exists($ledgerPage.ExclusiveStartKey)`, Next: 'ReadLedger' },
    {
      Condition: jsonata`${newestNotAggregated} or ($isUsageCheck and $ledgerPending > 0)`,
      Comment:
        'Stripe may not have aggregated the newest events yet, or some of the hour are still to be sent.',
      Next: 'LeaveItem',
    },
  ],
  Default: 'AskStripe',
});
