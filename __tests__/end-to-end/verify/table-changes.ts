import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Change } from './breakage';

export type Table = 'processingHistoryTable' | 'policyMappingTable' | 'meterEventsTable';

/** Turns point-in-time recovery off. */
export const unprotected =
  (table: Table): Change =>
  ({ services: { clients }, environment }) =>
    clients.dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: environment.names[table],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
    );

/** Lets items expire. */
export const expiring =
  (table: Table): Change =>
  ({ services: { clients }, environment }) =>
    clients.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: environment.names[table],
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
      }),
    );

/** Creates a table anew, with another key. */
export const withKey =
  (table: Table, AttributeName: string): Change =>
  async ({ services: { clients }, environment }) => {
    const TableName = environment.names[table];
    await clients.dynamodb.send(new DeleteTableCommand({ TableName }));
    await clients.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
        KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      }),
    );
  };

/** Deletes an index of the ledger. */
export const withoutIndex =
  (IndexName: string): Change =>
  async ({ services: { clients }, environment }) => {
    const TableName = environment.names.meterEventsTable;
    const { Table = {} } = await clients.dynamodb.send(new DescribeTableCommand({ TableName }));
    await clients.dynamodb.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: Table.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }],
      }),
    );
  };
