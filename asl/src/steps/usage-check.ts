import { usageCheckDelaySeconds } from '../../../ledger/times';
import { usageCheckPrefix } from '../../../ledger/keys';
import { jsonata, quoted } from '../language/jsonata';
import { number, statusName, text, updateItem, type Table } from './dynamodb';
import { inMinutes, now } from './time';

const hourStart = jsonata`$floor($timestamp / 3600) * 3600`;

/** Makes the check due that compares the event's customer and hour with Stripe. Each event makes it due again. */
export const scheduleUsageCheckIn = (ledger: Table) =>
  updateItem(ledger, jsonata`${quoted(usageCheckPrefix)} & $customerId & '/' & $string(${hourStart})`, {
    UpdateExpression:
      'SET checkedCustomerId = :customerId, hourStart = :hourStart, #status = :pending, openState = :pending, ' +
      'dueAt = :dueAt REMOVE looks ADD revision :one',
    ExpressionAttributeNames: statusName,
    ExpressionAttributeValues: {
      ':customerId': text(jsonata`$customerId`),
      ':hourStart': number(hourStart),
      ':pending': text('pending'),
      ':dueAt': number(jsonata`$max([${hourStart} + 3600, ${now}]) + ${inMinutes(usageCheckDelaySeconds)}`),
      ':one': number(1),
    },
  });
