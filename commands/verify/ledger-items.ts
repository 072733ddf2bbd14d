import { DeleteItemCommand, GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { ledgerKey, usageCheckKey } from '../../settings/ledger';
import type { Facts } from './facts';

export type LedgerItem = Record<string, AttributeValue>;

/** An item of the ledger as it is now. */
export async function ledgerItem(
  { clients, environment }: Facts,
  key: string,
): Promise<LedgerItem | undefined> {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({
      TableName: environment.names.meterEventsTable,
      Key: { [ledgerKey]: { S: key } },
      ConsistentRead: true,
    }),
  );
  return Item;
}

/** The key of the check that compares the hour of a meter event with Stripe. */
export const usageCheckKeyOf = ({ customerId, timestamp }: LedgerItem): string =>
  usageCheckKey(customerId?.S ?? '', Number(timestamp?.N));

/**
 * Removes a meter event that nobody must send, and the check of its hour. Recovery would come to need a person for
 * either: Stripe refuses the event, and knows no usage of its customer.
 */
export async function removeFromLedger(facts: Facts, identifier: string): Promise<void> {
  const item = await ledgerItem(facts, identifier);
  // The check first: with the event alone, a second try finds both.
  for (const key of item ? [usageCheckKeyOf(item), identifier] : []) {
    await facts.clients.dynamodb.send(
      new DeleteItemCommand({
        TableName: facts.environment.names.meterEventsTable,
        Key: { [ledgerKey]: { S: key } },
      }),
    );
  }
}
