import {
  DescribeTableCommand,
  UpdateTableCommand,
  type CreateGlobalSecondaryIndexAction,
} from '@aws-sdk/client-dynamodb';
import { customerIndex, openIndex } from '../../../ledger/indexes';
import { deploy, type Breakage } from './breakage';
import { ledgerItem, needingPerson, usageCheckItem } from './ledger-changes';
import { expiring, unprotected } from './table-changes';

const openEvents = /^npm run meter-events -- --workspace test$/;

/** Deletes an index of the ledger. */
const withoutIndex =
  (IndexName: string): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const TableName = environment.names.meterEventsTable;
    const { Table = {} } = await clients.dynamodb.send(new DescribeTableCommand({ TableName }));
    const index = Table.GlobalSecondaryIndexes?.find((one) => one.IndexName === IndexName);
    const { KeySchema, Projection } = index!;
    const { AttributeDefinitions } = Table;
    const update = (change: { Delete: object } | { Create: CreateGlobalSecondaryIndexAction }) =>
      clients.dynamodb.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions,
          GlobalSecondaryIndexUpdates: [change as never],
        }),
      );
    await update({ Delete: { IndexName } });
    return () => update({ Create: { IndexName, KeySchema, Projection } });
  };

/** The ledger's table, and what is open in it. */
export const ledgerBreakages: Breakage[] = [
  {
    line: 'ledger-table',
    wrong: 'DynamoDB deletes items that expire',
    make: expiring('meterEventsTable'),
    seen: /^DynamoDB deletes its items after the time in "expiresAt"/,
    remedy: /^aws dynamodb update-time-to-live --table-name siftbeam-stripe-meter-events-test /,
  },
  {
    line: 'ledger-table',
    wrong: 'point-in-time recovery is off',
    make: unprotected('meterEventsTable'),
    seen: /^point-in-time recovery is off/,
    remedy: deploy,
  },
  ...[openIndex, customerIndex].map((index): Breakage => ({
    line: 'ledger-table',
    wrong: `the index ${index} is gone`,
    make: withoutIndex(index),
    // In the round of repairs both are.
    seen: new RegExp(`(^|; )the index ${index} is missing$`),
    remedy: deploy,
    repair: { round: 2 },
  })),
  {
    line: 'open-events',
    wrong: 'an event is pending for more than an hour',
    make: ledgerItem('upload-1', { timestamp: { N: String(Math.floor(Date.now() / 1000) - 3700) } }),
    seen: /^1 for more than an hour: upload-1$/,
    remedy: openEvents,
  },
  {
    line: 'open-events',
    wrong: 'an event and a usage check need a person',
    async make(deployed, facts) {
      const restores = [
        await ledgerItem('upload-2', needingPerson)(deployed, facts),
        await usageCheckItem('cus_1', 1767229200, 'needs-person')(deployed, facts),
      ];
      return () => Promise.all(restores.map((restore) => restore()));
    },
    seen: /^2 need a person: (upload-2, #usage-check\/cus_1\/1767229200|#usage-check\/cus_1\/1767229200, upload-2)$/,
    remedy: openEvents,
  },
];
