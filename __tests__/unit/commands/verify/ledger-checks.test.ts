import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tried } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import { ledgerChecks } from '../../../../commands/verify/ledger-checks';
import { environmentOf } from '../../../../settings/environments';
import { refusal, responding } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const deploy = 'npm run deploy:live -- service-processing';
const index = (IndexName: string, hash: string, range: string, ...NonKeyAttributes: string[]) => ({
  IndexName,
  IndexStatus: 'ACTIVE',
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes },
});
const open = index('open', 'openState', 'dueAt', 'attempts', 'customerId', 'timestamp');
const customer = index('customer', 'customerId', 'timestamp', 'sentAt', 'status', 'value');
const table = {
  TableStatus: 'ACTIVE',
  DeletionProtectionEnabled: true,
  KeySchema: [{ AttributeName: 'identifier', KeyType: 'HASH' }],
  AttributeDefinitions: [
    ...['identifier', 'openState', 'customerId'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    ...['dueAt', 'timestamp'].map((name) => ({ AttributeName: name, AttributeType: 'N' })),
  ],
  GlobalSecondaryIndexes: [open, customer],
};

/** A line of the ledger in a workspace. */
const line = (id: string, workspace: 'test' | 'live' = 'live') =>
  tried(ledgerChecks(new Facts(environmentOf(workspace))).find((one) => one.id === id)!);

function tableLine(
  changed: object = {},
  workspace: 'test' | 'live' = 'live',
  ttl = 'DISABLED',
  pitr = 'ENABLED',
) {
  responding(DynamoDBClient, {
    DescribeTable: { Table: { ...table, ...changed } },
    DescribeContinuousBackups: {
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pitr },
      },
    },
    DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: ttl, AttributeName: 'sentAt' } },
  });
  return line('ledger-table', workspace);
}

describe('the table', () => {
  test('as the stack creates it passes', async () => {
    expect(await tableLine()).toMatchObject({
      outcome: 'passed',
      seen: 'key identifier, indexes open and customer, point-in-time recovery, nothing expires',
    });
  });

  test('in test needs no deletion protection, because it may be thrown away', async () => {
    expect((await tableLine({ DeletionProtectionEnabled: false }, 'test')).outcome).toBe('passed');
  });

  test.each([
    [{ DeletionProtectionEnabled: false }, 'deletion protection is off: one mistake deletes what says'],
    [{ GlobalSecondaryIndexes: [customer] }, 'the index open is missing'],
    [{ GlobalSecondaryIndexes: undefined }, 'the index open is missing; the index customer is missing'],
    [
      {
        GlobalSecondaryIndexes: [
          open,
          { ...customer, KeySchema: [{ AttributeName: 'customerId', KeyType: 'HASH' }] },
        ],
      },
      'the index customer has the keys customerId (S, HASH), not customerId (S, HASH), timestamp (N, RANGE)',
    ],
    [
      { GlobalSecondaryIndexes: [{ ...open, Projection: { ProjectionType: 'KEYS_ONLY' } }, customer] },
      'the index open does not include attempts, customerId, timestamp',
    ],
  ])('with %j fails, and the deployment puts it right', async (changed, seen) => {
    expect(await tableLine(changed)).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining(seen),
      remedy: [deploy],
    });
  });

  test('with an index that DynamoDB still fills is waited for', async () => {
    const GlobalSecondaryIndexes = [{ ...open, IndexStatus: 'CREATING' }, customer];
    expect(await tableLine({ GlobalSecondaryIndexes })).toMatchObject({
      outcome: 'failed',
      seen: 'the index open is CREATING',
      remedy: [expect.stringMatching(/^Wait /)],
    });
  });

  test('with an index that includes everything is as good', async () => {
    const all = { ...open, Projection: { ProjectionType: 'ALL' } };
    expect((await tableLine({ GlobalSecondaryIndexes: [all, customer] })).outcome).toBe('passed');
  });

  test('that lets items expire or cannot be restored is fixed in both ways', async () => {
    expect(await tableLine({}, 'live', 'ENABLED', 'DISABLED')).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(/^point-in-time recovery is off.*after the time in "sentAt"/),
      remedy: [deploy, expect.stringContaining('aws dynamodb update-time-to-live')],
    });
  });

  test('that is gone is restored before a new one is made, or events could be billed twice', async () => {
    responding(DynamoDBClient, { DescribeTable: refusal('ResourceNotFoundException') });
    expect(await line('ledger-table')).toMatchObject({
      outcome: 'failed',
      seen: 'does not exist: no meter event can be recorded, and none is sent',
      remedy: [expect.stringMatching(/restore it from its backup .* billed twice/), deploy],
    });
  });

  test('of another key is not the ledger', async () => {
    const KeySchema = [{ AttributeName: 'customerId', KeyType: 'HASH' }];
    expect(await tableLine({ KeySchema })).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('has the key customerId (S, HASH), not identifier (S, HASH)'),
    });
  });
});

describe('open events', () => {
  const now = Math.floor(Date.now() / 1000);
  const event = (identifier: string, minutesAgo: number) => ({
    identifier: { S: identifier },
    timestamp: { N: String(now - minutesAgo * 60) },
  });
  const usageCheck = { identifier: { S: '#usage-check/cus_1/1767229200' } };

  /** The line, where the index holds these pending items and these that need a person. */
  function openLine(pending: object[], needsPerson: object[] = []) {
    jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((command: { input: unknown }) => {
      const { ExpressionAttributeValues } = command.input as {
        ExpressionAttributeValues: Record<string, { S: string }>;
      };
      const isPending = ExpressionAttributeValues[':openState']?.S === 'pending';
      return Promise.resolve({ Items: isPending ? pending : needsPerson }) as never;
    });
    return line('open-events');
  }

  test('that are on their way, and usage checks that wait for their hour, are none to care about', async () => {
    expect(await openLine([event('a', 3), event('b', 59), usageCheck])).toMatchObject({
      outcome: 'passed',
      seen: 'none is overdue, none needs a person, 2 to be sent',
    });
  });

  test('for more than an hour are named, with the command that shows why', async () => {
    const pending = ['a', 'b', 'c', 'd'].map((identifier) => event(identifier, 61));
    expect(await openLine(pending)).toMatchObject({
      outcome: 'failed',
      seen: '4 for more than an hour: a, b, c, …',
      remedy: [
        'npm run meter-events -- --workspace live',
        expect.stringMatching(/^Remove the cause in LAST ERROR/),
      ],
    });
  });

  test('that need a person are named, usage checks too: nobody else decides them', async () => {
    expect(await openLine([], [event('e', 1), usageCheck])).toMatchObject({
      outcome: 'failed',
      seen: '2 need a person: e, #usage-check/cus_1/1767229200',
    });
  });

  test('are left to the alarm by credentials that may not see customers', async () => {
    const message = 'User: me is not authorized to perform: dynamodb:Query on resource: it';
    responding(DynamoDBClient, { Query: refusal('AccessDeniedException', message) });
    expect(await line('open-events')).toMatchObject({
      outcome: 'not checked',
      seen: 'these credentials may not do dynamodb:Query; the state of StripeMeterEventsOverdue tells whether there are any',
    });
  });

  test('are not checked without a table, which another line says', async () => {
    responding(DynamoDBClient, { Query: refusal('ResourceNotFoundException') });
    expect(await line('open-events')).toMatchObject({ outcome: 'not checked', seen: 'there is no table' });
  });
});
