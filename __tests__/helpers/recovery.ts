import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { arnsOf } from '../../settings/arns';
import { openIndex } from '../../ledger/indexes';
import type { OpenState } from '../../ledger/item';
import { ledgerKey } from '../../ledger/keys';
import { runExecution, type EndedExecution } from '../../local/execution';
import type { Deployed } from './deployed';
import { plainItem } from '../../clients/aws/plain-item';

/** An item of the ledger as plain values. */
export type LedgerItem = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

const minute = 60;

/** Moves the time of AWS and Stripe forward, and lets recovery run once. */
export async function recoverAfter(deployed: Deployed, minutes: number): Promise<EndedExecution> {
  deployed.services.advance(minutes * minute);
  return runRecovery(deployed);
}

/** Starts recovery as its schedule would, and waits for its end. */
export function runRecovery({ services, environment }: Deployed): Promise<EndedExecution> {
  return runExecution(services.clients.states, arnsOf(environment).recoveryStateMachine, {});
}

/**
 * Lets time pass and recovery run until no meter event is pending.
 *
 * @throws if an event is still pending after a day
 */
export async function recover(deployed: Deployed): Promise<void> {
  await recoverAfter(deployed, 16);
  for (let hours = 0; hours < 24; hours++) {
    const pending = await openEvents(deployed, 'pending');
    if (pending.length === 0) {
      return;
    }
    await recoverAfter(deployed, 61);
  }
  throw new Error(`Still pending: ${JSON.stringify(await openEvents(deployed, 'pending'))}`);
}

/** Meter events that are open; usage checks are not. */
export async function openEvents(deployed: Deployed, state: OpenState): Promise<LedgerItem[]> {
  return (await openItems(deployed, state)).filter(({ customerId }) => customerId !== undefined);
}

/** Usage checks that are open. */
export async function openUsageChecks(deployed: Deployed, state: OpenState): Promise<LedgerItem[]> {
  return (await openItems(deployed, state)).filter(({ customerId }) => customerId === undefined);
}

/** Whatever is open. */
export async function openItems(
  { services, environment }: Deployed,
  state: OpenState,
): Promise<LedgerItem[]> {
  const { Items = [] } = await services.clients.dynamodb.send(
    new QueryCommand({
      TableName: environment.names.meterEventsTable,
      IndexName: openIndex,
      KeyConditionExpression: 'openState = :state',
      ExpressionAttributeValues: { ':state': { S: state } },
    }),
  );
  // The index has only a part of each item.
  const whole = Items.map(({ [ledgerKey]: identifier }) =>
    services.clients.dynamodb.send(
      new GetItemCommand({
        TableName: environment.names.meterEventsTable,
        Key: { [ledgerKey]: identifier! },
        ConsistentRead: true,
      }),
    ),
  );
  return (await Promise.all(whole)).map(({ Item = {} }) => plainItem(Item));
}
