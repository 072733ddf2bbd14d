import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tried } from '../../../../commands/verify/check';
import { tableChecks } from '../../../../commands/verify/checks/tables';
import { Facts } from '../../../../commands/verify/facts';
import type { EnvironmentName } from '../../../../settings/environment-names';
import { environmentOf } from '../../../../settings/environments';
import { refusal, responding } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const table = {
  TableName: 'siftbeam-processing-history',
  TableStatus: 'ACTIVE',
  KeySchema: [{ AttributeName: 'processing-historyId', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'processing-historyId', AttributeType: 'S' }],
};

interface Described {
  /** @default - the table does not exist */
  readonly table?: object;
  readonly expiry?: string;
  readonly recovery?: string;
}

function line(id: string, workspace: EnvironmentName, described: Described = {}) {
  const { expiry = 'DISABLED', recovery = 'ENABLED' } = described;
  responding(DynamoDBClient, {
    DescribeTable: described.table ? { Table: described.table } : refusal('ResourceNotFoundException'),
    DescribeContinuousBackups: {
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: recovery },
      },
    },
    DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: expiry, AttributeName: 'sentAt' } },
  });
  return tried(tableChecks(new Facts(environmentOf(workspace))).find((one) => one.id === id)!);
}
const history = (described: Described, workspace: EnvironmentName = 'live') =>
  line('processing-history-table', workspace, described);
const ledger = (described: Described) => line('ledger-table', 'live', described);

describe("a table of the application's own", () => {
  test('passes with its key and what protects its items', async () => {
    expect(await history({ table })).toMatchObject({
      outcome: 'passed',
      seen: 'key processing-historyId, point-in-time recovery, nothing expires',
    });
  });

  test('that is missing is created with its protection', async () => {
    expect(await history({})).toMatchObject({
      outcome: 'failed',
      seen: 'does not exist',
      remedy: [
        expect.stringMatching(/^aws dynamodb create-table --table-name siftbeam-processing-history /),
        expect.stringMatching(/^aws dynamodb wait table-exists/),
        expect.stringMatching(/^aws dynamodb update-continuous-backups/),
      ],
    });
  });

  test('of another key is created anew, after its items were saved', async () => {
    const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
    const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }];
    const changed = { ...table, KeySchema, AttributeDefinitions, DeletionProtectionEnabled: true };
    const { seen, remedy } = await history({ table: changed });
    expect(seen).toBe(
      'has the key id (S, HASH), not processing-historyId (S, HASH), and a key cannot be changed',
    );
    expect(remedy.map((step) => step.split(' --')[0])).toEqual([
      'Save its items: the next command deletes them.',
      'aws dynamodb update-table',
      'aws dynamodb delete-table',
      'aws dynamodb wait table-not-exists',
      'aws dynamodb create-table',
      'aws dynamodb wait table-exists',
      'aws dynamodb update-continuous-backups',
    ]);
  });

  test('that lets items expire and cannot be restored is put right in both ways', async () => {
    expect(await history({ table, expiry: 'ENABLED', recovery: 'DISABLED' })).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(/^point-in-time recovery is off.*after the time in "sentAt"/),
      remedy: [
        expect.stringContaining('aws dynamodb update-continuous-backups'),
        expect.stringContaining('aws dynamodb update-time-to-live'),
      ],
    });
  });

  test('of which DynamoDB does not say whether items expire is no ✓', async () => {
    expect((await history({ table, expiry: '' })).outcome).toBe('not checked');
  });
});

describe('a table of the stack', () => {
  test('is looked at for items that expire, because a plan shows the rest', async () => {
    const other = { ...table, KeySchema: [] };
    expect(await history({ table: other, recovery: 'DISABLED' }, 'test')).toMatchObject({
      outcome: 'passed',
      seen: 'nothing expires',
    });
    const expiring = await history({ table, expiry: 'ENABLING' }, 'test');
    expect(expiring.remedy).toEqual([expect.stringContaining('aws dynamodb update-time-to-live')]);
  });

  test('that is the ledger and gone is restored before a new one is made, or events could be billed twice', async () => {
    expect(await ledger({})).toMatchObject({
      outcome: 'failed',
      seen: 'does not exist',
      remedy: [
        expect.stringMatching(/restore it from its backup .* billed twice/),
        'npm run deploy:live -- service-processing',
      ],
    });
  });
});

test.each([
  ['CREATING', 'aws dynamodb wait table-exists'],
  ['DELETING', 'aws dynamodb wait table-not-exists'],
  ['ARCHIVED', 'Let DynamoDB use the key'],
  ['SOMETHING_NEW', 'Wait until DynamoDB has finished it'],
])('a table that is %s is waited for, or helped', async (TableStatus, step) => {
  const { outcome, seen, remedy } = await ledger({ table: { ...table, TableStatus } });
  expect([outcome, seen]).toEqual(['failed', expect.stringContaining(TableStatus)]);
  expect(remedy[0]).toContain(step);
});

test('an index that DynamoDB still fills is waited for, because recovery finds nothing by it', async () => {
  const GlobalSecondaryIndexes = [{ IndexName: 'open', IndexStatus: 'CREATING' }];
  expect(await ledger({ table: { ...table, GlobalSecondaryIndexes } })).toMatchObject({
    outcome: 'failed',
    seen: 'the index open is CREATING',
    remedy: [expect.stringMatching(/^Wait /)],
  });
});
