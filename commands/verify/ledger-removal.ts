import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { MeterEvent, UnknownItem } from '../../ledger/item';
import { ledgerKey, usageCheckKey } from '../../ledger/keys';
import type { Facts } from './facts';

/**
 * Removes a meter event that nobody must send, and the check of its hour. Recovery would come to need a person for
 * either: Stripe refuses the event, and knows no usage of its customer.
 */
export async function removeFromLedger(facts: Facts, identifier: string): Promise<void> {
  const item = await facts.ledger.item(identifier);
  // The check first: with the event alone, a second try finds both.
  const keys = item && item.kind !== 'usage check' ? [...checkKeys(item), identifier] : [];
  for (const key of keys) {
    await facts.clients.dynamodb.send(
      new DeleteItemCommand({
        TableName: facts.environment.names.meterEventsTable,
        Key: { [ledgerKey]: { S: key } },
      }),
    );
  }
}

const checkKeys = ({ customerId, timestamp }: MeterEvent | UnknownItem): string[] =>
  customerId === undefined || timestamp === undefined ? [] : [usageCheckKey(customerId, timestamp)];
