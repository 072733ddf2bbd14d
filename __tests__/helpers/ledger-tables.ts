import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { processingHistoryKey } from '../../settings/application';
import type { Environment } from '../../settings/environments';
import { customerIndex, openIndex } from '../../ledger/indexes';
import { ledgerKey } from '../../ledger/keys';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import { plainItem } from '../../clients/aws/plain-item';
import { attributeOf, type Value as SimpleValue } from './ledger-attributes';

type Value = SimpleValue | readonly string[];
type Plain = Readonly<Record<string, Value>>;

/** The ledger and the application's records, in the account that the SDK's environment variables lead to. */
export class LedgerTables {
  private readonly client: DynamoDBClient;

  constructor(private readonly environment: Environment) {
    this.client = new DynamoDBClient({ region: environment.region });
  }

  /** Both tables, empty. */
  async create(): Promise<void> {
    const { meterEventsTable, processingHistoryTable } = this.environment.names;
    for (const TableName of [meterEventsTable, processingHistoryTable]) {
      await undefinedIfAbsent(this.client.send(new DeleteTableCommand({ TableName })));
    }
    const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
    const index = (IndexName: string, hash: string, range: string, NonKeyAttributes: string[]) => ({
      IndexName,
      KeySchema: [key(hash, 'HASH'), key(range, 'RANGE')],
      Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes },
    });
    await this.client.send(
      new CreateTableCommand({
        TableName: meterEventsTable,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [key(ledgerKey, 'HASH')],
        AttributeDefinitions: [
          { AttributeName: ledgerKey, AttributeType: 'S' },
          { AttributeName: 'openState', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
          { AttributeName: 'customerId', AttributeType: 'S' },
          { AttributeName: 'timestamp', AttributeType: 'N' },
        ],
        GlobalSecondaryIndexes: [
          index(openIndex, 'openState', 'dueAt', ['attempts', 'customerId', 'timestamp']),
          index(customerIndex, 'customerId', 'timestamp', ['value', 'status', 'sentAt']),
        ],
      }),
    );
    await this.client.send(
      new CreateTableCommand({
        TableName: processingHistoryTable,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [key(processingHistoryKey, 'HASH')],
        AttributeDefinitions: [{ AttributeName: processingHistoryKey, AttributeType: 'S' }],
      }),
    );
  }

  /** Puts an item into the ledger. */
  async put(item: Plain): Promise<void> {
    await this.putInto(this.environment.names.meterEventsTable, item);
  }

  /** Puts a record of the application. */
  async putRecord(id: string, record: Plain = {}): Promise<void> {
    await this.putInto(this.environment.names.processingHistoryTable, {
      [processingHistoryKey]: id,
      ...record,
    });
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async item(identifier: string): Promise<Record<string, any> | undefined> {
    return this.get(this.environment.names.meterEventsTable, ledgerKey, identifier);
  }

  async record(id: string): Promise<Record<string, unknown> | undefined> {
    return this.get(this.environment.names.processingHistoryTable, processingHistoryKey, id);
  }

  destroy(): void {
    this.client.destroy();
  }

  private async putInto(TableName: string, item: Plain): Promise<void> {
    const Item = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attribute(value)]));
    await this.client.send(new PutItemCommand({ TableName, Item }));
  }

  private async get(
    TableName: string,
    key: string,
    id: string,
  ): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.client.send(new GetItemCommand({ TableName, Key: { [key]: { S: id } } }));
    return Item && plainItem(Item);
  }
}

export const attribute = (value: Value): AttributeValue =>
  typeof value === 'object' ? { L: value.map((S) => ({ S })) } : attributeOf(value);
