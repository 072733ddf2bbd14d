import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  ResourceNotFoundException,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../settings/environments';
import { customerIndex, openIndex } from '../../ledger/indexes';
import type { LedgerItem, OpenState } from '../../ledger/item';
import { ledgerKey } from '../../ledger/keys';
import type { MinuteEvent } from '../../ledger/proof';
import { CommandError } from '../command-error';
import { awsClient } from './client';
import { ledgerItem } from './ledger-item';

/** What the index `customer` says of a meter event. */
export interface CustomerEvent extends MinuteEvent {
  readonly timestamp: number;
}

/** BatchGetItem returns at most 100 items (DynamoDB, API reference). */
const batchSize = 100;

/** Before a batch that DynamoDB returned in part, because of too many requests, is asked for again. */
const throttledMilliseconds = 200;

/** Reads the ledger. */
export class LedgerReads {
  private readonly client: DynamoDBClient;
  private readonly table: string;

  constructor(private readonly environment: Environment) {
    this.client = awsClient(DynamoDBClient, environment);
    this.table = environment.names.meterEventsTable;
  }

  /** The item as it is now, or undefined if there is none. */
  async item(identifier: string): Promise<LedgerItem | undefined> {
    const { Item } = await this.orNoTable(
      this.client.send(
        new GetItemCommand({
          TableName: this.table,
          Key: { [ledgerKey]: { S: identifier } },
          ConsistentRead: true,
        }),
      ),
    );
    return Item && ledgerItem(Item);
  }

  /** Every item that is open in this way, in the order of its due time. */
  async *open(openState: OpenState): AsyncGenerator<LedgerItem> {
    const pages = paginateQuery(
      { client: this.client, pageSize: batchSize },
      {
        TableName: this.table,
        IndexName: openIndex,
        KeyConditionExpression: 'openState = :state',
        ExpressionAttributeValues: { ':state': { S: openState } },
        ProjectionExpression: ledgerKey,
      },
    );
    for (;;) {
      const { value: page, done } = await this.orNoTable(pages.next());
      if (done) {
        return;
      }
      const items = await this.items((page.Items ?? []).map((key) => ({ [ledgerKey]: key[ledgerKey]! })));
      // The index lags behind: what was closed since is not open.
      yield* items.filter((item) => item.openState === openState);
    }
  }

  /**
   * A customer's meter events, whatever their status.
   *
   * @param start of their timestamp, inclusive
   * @param end exclusive
   */
  async eventsOf(customerId: string, start: number, end: number): Promise<CustomerEvent[]> {
    const events: CustomerEvent[] = [];
    const request = {
      TableName: this.table,
      IndexName: customerIndex,
      KeyConditionExpression: 'customerId = :customerId AND #timestamp BETWEEN :start AND :end',
      ProjectionExpression: `${ledgerKey}, #timestamp, #value, #status, sentAt`,
      ExpressionAttributeNames: { '#timestamp': 'timestamp', '#value': 'value', '#status': 'status' },
      ExpressionAttributeValues: {
        ':customerId': { S: customerId },
        ':start': { N: String(start) },
        ':end': { N: String(end - 1) },
      },
    };
    for await (const { Items = [] } of paginateQuery({ client: this.client }, request)) {
      events.push(
        ...Items.map(({ [ledgerKey]: identifier, value, timestamp, status, sentAt }) => ({
          identifier: identifier?.S ?? '',
          // NaN where it cannot be read.
          value: Number(value?.N),
          timestamp: Number(timestamp?.N),
          status: status?.S ?? '',
          ...(sentAt && { sentAt: Number(sentAt.N) }),
        })),
      );
    }
    return events;
  }

  /** The items of these keys, in their order; what is gone is left out. */
  private async items(keys: readonly Record<string, AttributeValue>[]): Promise<LedgerItem[]> {
    const found = new Map<string, LedgerItem>();
    let rest = [...keys];
    while (rest.length > 0) {
      const { Responses, UnprocessedKeys } = await this.client.send(
        new BatchGetItemCommand({ RequestItems: { [this.table]: { Keys: rest, ConsistentRead: true } } }),
      );
      for (const attributes of Responses?.[this.table] ?? []) {
        const item = ledgerItem(attributes);
        if (item) {
          found.set(item.identifier, item);
        }
      }
      rest = UnprocessedKeys?.[this.table]?.Keys ?? [];
      await sleep(rest.length > 0 ? throttledMilliseconds : 0);
    }
    return keys.flatMap((key) => found.get(key[ledgerKey]?.S ?? '') ?? []);
  }

  private orNoTable<T>(response: Promise<T>): Promise<T> {
    return response.catch((error: unknown) => {
      throw error instanceof ResourceNotFoundException ? noLedger(this.environment) : error;
    });
  }
}

/** The ledger's table does not exist. */
export const noLedger = ({ name, names, region }: Environment) =>
  new CommandError(
    `The table ${names.meterEventsTable} does not exist in ${region}. Run "npm run deploy:${name} -- service-processing" to create it.`,
  );
