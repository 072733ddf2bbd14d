import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { tried } from '../../../../commands/verify/check';
import { errorHandlingCheck } from '../../../../commands/verify/checks/error-handling';
import { Facts } from '../../../../commands/verify/facts';
import type { Sending } from '../../../../commands/verify/sending';
import { environmentOf } from '../../../../settings/environments';
import { responding } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const error = 'States.Http.StatusCode.400';
const event = {
  identifier: { S: 'verify-failure-uuid' },
  value: { N: '1' },
  customerId: { S: 'cus_verify_failure' },
  timestamp: { N: '1767229201' },
  status: { S: 'pending' },
  lastError: { S: error },
};
const record = { stripeMeterError: { M: { error: { S: error } } } };
const ledger = 'siftbeam-stripe-meter-events-test';
const history = 'siftbeam-processing-history-test';

/** The line, where the execution ends so and leaves these in both tables; and the keys that it deletes, by table. */
async function line({
  status = 'SUCCEEDED',
  inLedger = event as object | null,
  inHistory = record as object,
} = {}) {
  const facts = Object.assign(new Facts(environmentOf('test')), {
    stripe: async () => ({ billing: { meterEvents: { create: async () => ({}) } } }),
    policyMappings: async () => [{ policyId: 'policy' }],
  }) as unknown as Facts;
  const states = ['OK', 'ALARM'];
  jest
    .spyOn(CloudWatchClient.prototype, 'send')
    .mockImplementation(() => Promise.resolve({ MetricAlarms: [{ StateValue: states.shift() }] }) as never);
  responding(S3Client, { PutObject: {} });
  responding(SFNClient, {
    StartExecution: { executionArn: 'arn' },
    DescribeExecution: { status, error: 'E' },
  });
  const deleted: [table: string, key: string][] = [];
  jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((command: { input: unknown }) => {
    const { TableName, Key } = command.input as { TableName: string; Key: Record<string, { S: string }> };
    if (command.constructor.name === 'GetItemCommand') {
      return Promise.resolve({ Item: TableName === ledger ? (inLedger ?? undefined) : inHistory }) as never;
    }
    deleted.push([TableName, Object.values(Key)[0]!.S]);
    return Promise.resolve({}) as never;
  });
  const options = { file: { name: 'verify.txt', body: new Uint8Array(1) }, bucket: 'bucket', waitSeconds: 0 };
  const sending = { options, sent: async () => ({ customerId: 'cus_1' }) } as unknown as Sending;
  return { ...(await tried(errorHandlingCheck(facts, sending))), deleted };
}

const own = expect.stringMatching(/^verify-failure-/);
const removed = [
  [ledger, '#usage-check/cus_verify_failure/1767229200'],
  [ledger, own],
  [history, own],
];

test('a rejected event that is recorded and rings the alarm leaves nothing behind', async () => {
  expect(await line()).toMatchObject({
    outcome: 'passed',
    seen: `a rejected event was recorded (${error}), and StripeMeterSendFailure-test fired`,
    deleted: removed,
  });
});

test.each([
  ['its error is not in the record', { inHistory: {} }, /not recorded as stripeMeterError/],
  [
    'its error is not in the ledger',
    { inLedger: { ...event, lastError: undefined } },
    /not pending in the ledger/,
  ],
  [
    'the ledger says it was sent',
    { inLedger: { ...event, status: { S: 'sent' } } },
    /not pending in the ledger/,
  ],
  ['its execution fails', { status: 'FAILED' }, /ended as FAILED/],
  ['its execution does not end', { status: 'RUNNING' }, /did not end in time/],
])(
  'where %s, all of it is removed all the same, since a person would be called to it',
  async (_, found, seen) => {
    expect(await line(found)).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(seen),
      deleted: removed,
    });
  },
);

test('an execution that recorded no event leaves nothing to remove from the ledger', async () => {
  expect((await line({ status: 'FAILED', inLedger: null })).deleted).toEqual([[history, own]]);
});
