import { PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { OpenState } from '../../../ledger/item';
import { ledgerKey, usageCheckKey } from '../../../ledger/keys';
import { customerId } from '../../helpers/deployed';
import type { Change } from './breakage';

/** What recovery leaves of an event that Stripe refused for certain. */
export const needingPerson: Record<string, AttributeValue> = {
  status: { S: 'rejected' },
  openState: { S: 'needs-person' },
  notTaken: { N: '1' },
  claimedAt: { N: '1' },
};

const put =
  (item: Record<string, AttributeValue>): Change =>
  ({ services: { clients }, environment }) =>
    clients.dynamodb.send(new PutItemCommand({ TableName: environment.names.meterEventsTable, Item: item }));

/** Puts a meter event into the ledger that is pending since now, unless said otherwise. */
export const ledgerItem = (identifier: string, changed: Record<string, AttributeValue>): Change => {
  const now = String(Math.floor(Date.now() / 1000));
  return put({
    [ledgerKey]: { S: identifier },
    customerId: { S: customerId },
    value: { N: '1' },
    timestamp: { N: now },
    attempts: { N: '1' },
    status: { S: 'pending' },
    openState: { S: 'pending' },
    dueAt: { N: now },
    ...changed,
  });
};

/** Puts the usage check of a customer's hour whose sums differ. */
export const usageCheckItem = (customer: string, hourStart: number, openState: OpenState): Change =>
  put({
    [ledgerKey]: { S: usageCheckKey(customer, hourStart) },
    checkedCustomerId: { S: customer },
    hourStart: { N: String(hourStart) },
    revision: { N: '1' },
    status: { S: 'different' },
    openState: { S: openState },
    dueAt: { N: String(hourStart) },
    claimedAt: { N: '1' },
  });
