import { DeleteItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { ledgerKey } from '../../../settings/ledger';
import { customerId } from '../../helpers/deployed';
import type { Breakage } from './breakage';

/** Puts a meter event into the ledger that is pending since now, unless said otherwise. */
export const ledgerItem =
  (identifier: string, changed: Record<string, AttributeValue>): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const TableName = environment.names.meterEventsTable;
    const now = String(Math.floor(Date.now() / 1000));
    const Key = { [ledgerKey]: { S: identifier } };
    await clients.dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: {
          ...Key,
          customerId: { S: customerId },
          value: { N: '1' },
          timestamp: { N: now },
          attempts: { N: '1' },
          status: { S: 'pending' },
          openState: { S: 'pending' },
          dueAt: { N: now },
          ...changed,
        },
      }),
    );
    return () => clients.dynamodb.send(new DeleteItemCommand({ TableName, Key }));
  };
