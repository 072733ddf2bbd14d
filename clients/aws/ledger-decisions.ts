import {
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { processingHistoryKey } from '../../settings/application';
import type { Environment } from '../../settings/environments';
import { counted, retried, writtenOff, type Change } from '../../ledger/changes';
import { CommandError } from '../command-error';
import { awsClient } from './client';
import type { KnownItem, MeterEvent } from '../../ledger/item';
import { checkUpdate, recordUpdate, updateIfUnchanged } from './ledger-update';

/**
 * What a person decides about items of the ledger. Each change is made on condition that the item is as it was seen, and
 * whole or not at all.
 *
 * @throws CommandError from each of them if somebody else has changed the item since
 */
export class LedgerDecisions {
  private readonly client: DynamoDBClient;
  private readonly table: string;

  /** @param now Unix seconds */
  constructor(
    private readonly environment: Environment,
    private readonly now = () => Math.floor(Date.now() / 1000),
  ) {
    this.client = awsClient(DynamoDBClient, environment);
    this.table = environment.names.meterEventsTable;
  }

  /** Gives an item back to recovery. */
  retry(item: KnownItem): Promise<void> {
    return this.change(item, retried(item, this.now()));
  }

  /** Records that Stripe counted an event, as recovery does when it has sent one. */
  async recordCounted(event: MeterEvent): Promise<void> {
    const now = this.now();
    const record = (await this.hasRecord(event))
      ? [{ Update: recordUpdate(this.environment.names.processingHistoryTable, event, now) }]
      : [];
    await this.change(event, counted(this.environment.stripeMode === 'live', now), [
      { Update: checkUpdate(this.table, event, now) },
      ...record,
    ]);
  }

  /** Closes an event that is not to be billed, or a usage check whose difference is accepted. */
  writeOff(item: KnownItem, reason: string): Promise<void> {
    return this.change(item, writtenOff(reason));
  }

  /** A transaction even for one item: the SDK repeats it with the same token, so that a lost response is no conflict. */
  private async change(
    item: KnownItem,
    change: Change,
    more: readonly TransactWriteItem[] = [],
  ): Promise<void> {
    const TransactItems = [{ Update: updateIfUnchanged(this.table, item, change) }, ...more];
    try {
      await this.client.send(new TransactWriteItemsCommand({ TransactItems }));
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) {
        throw error;
      }
      const codes = error.CancellationReasons?.map(({ Code }) => Code) ?? [];
      if (!codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')) {
        throw error;
      }
      throw new ChangedMeanwhile(item);
    }
  }

  private async hasRecord({ identifier }: MeterEvent): Promise<boolean> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.environment.names.processingHistoryTable,
        Key: { [processingHistoryKey]: { S: identifier } },
        ConsistentRead: true,
      }),
    );
    return Item !== undefined;
  }
}

/** Thrown when an item is no longer as it was seen. */
export class ChangedMeanwhile extends CommandError {
  constructor({ kind, identifier }: KnownItem) {
    super(
      `Somebody else changed the ${kind} ${identifier} at the same time: nothing was changed here. Run the command again.`,
    );
  }
}
