import {
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { processingHistoryKey } from '../../settings/application';
import type { Environment } from '../../settings/environments';
import { retryDueAt } from '../../ledger/attempts';
import { CommandError } from '../command-error';
import { awsClient } from './client';
import type { LedgerItem, MeterEvent } from '../../ledger/item';
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
  async retry(item: LedgerItem): Promise<void> {
    const wasSent = item.kind === 'meter event' && item.status === 'sent';
    const set = {
      status: 'pending',
      openState: 'pending',
      dueAt: retryDueAt(item, this.now()),
      ...(wasSent && {
        lastError: 'UsageDiffers',
        lastErrorCause: `A person had it sent again. It had been recorded as sent at ${item.sentAt} (${item.evidence}).`,
        lastErrorAt: this.now(),
      }),
    };
    // Without `notTaken` recovery takes no earlier proof for the whole story, and asks Stripe before it sends.
    const remove = [
      'refusals',
      'doubts',
      'looks',
      ...(wasSent ? ['notTaken', 'sentAt', 'evidence', 'livemode'] : []),
    ];
    await this.write(item, [{ Update: updateIfUnchanged(this.table, item, { set, remove }) }]);
  }

  /** Records that Stripe counted an event, as recovery does when it has sent one. */
  async recordCounted(event: MeterEvent): Promise<void> {
    const set = {
      status: 'sent',
      sentAt: this.now(),
      evidence: 'person',
      livemode: this.environment.stripeMode === 'live',
    };
    const remove = ['openState', 'dueAt', 'writtenOffReason'];
    const history = (await this.hasHistory(event))
      ? [{ Update: recordUpdate(this.environment.names.processingHistoryTable, event, this.now()) }]
      : [];
    await this.write(event, [
      { Update: updateIfUnchanged(this.table, event, { set, remove }) },
      { Update: checkUpdate(this.table, event, this.now()) },
      ...history,
    ]);
  }

  /** Closes an event that is not to be billed, or a usage check whose difference is accepted. */
  async writeOff(item: LedgerItem, reason: string): Promise<void> {
    const change = {
      set: { status: 'written-off', writtenOffReason: reason },
      remove: ['openState', 'dueAt'],
    };
    await this.write(item, [{ Update: updateIfUnchanged(this.table, item, change) }]);
  }

  /** A transaction even for one item: the SDK repeats it with the same token, so that a lost response is no conflict. */
  private async write(item: LedgerItem, TransactItems: TransactWriteItem[]): Promise<void> {
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

  private async hasHistory({ identifier }: MeterEvent): Promise<boolean> {
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
  constructor({ kind, identifier }: LedgerItem) {
    super(
      `Somebody else changed the ${kind} ${identifier} at the same time: nothing was changed here. Run the command again.`,
    );
  }
}
