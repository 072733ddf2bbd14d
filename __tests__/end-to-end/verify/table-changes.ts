import { UpdateContinuousBackupsCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { Breakage } from './breakage';

type Table = 'processingHistoryTable' | 'policyMappingTable' | 'meterEventsTable';

/** Turns point-in-time recovery off. */
export const unprotected =
  (table: Table): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const set = (PointInTimeRecoveryEnabled: boolean) =>
      clients.dynamodb.send(
        new UpdateContinuousBackupsCommand({
          TableName: environment.names[table],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
        }),
      );
    await set(false);
    return () => set(true);
  };

/** Lets items expire. */
export const expiring =
  (table: Table): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const set = (Enabled: boolean) =>
      clients.dynamodb.send(
        new UpdateTimeToLiveCommand({
          TableName: environment.names[table],
          TimeToLiveSpecification: { Enabled, AttributeName: 'expiresAt' },
        }),
      );
    await set(true);
    return () => set(false);
  };
