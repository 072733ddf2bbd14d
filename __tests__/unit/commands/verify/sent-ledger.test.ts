import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NotChecked, tried } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import { sendChecks } from '../../../../commands/verify/checks/sent-file';
import type { Sending } from '../../../../commands/verify/sending';
import { environmentOf } from '../../../../settings/environments';
import { responding } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const event = {
  kind: 'meter event',
  identifier: 'upload-1',
  customerId: 'cus_1',
  timestamp: 1767229201,
  status: 'sent',
  evidence: 'response',
  livemode: false,
};
const usageCheck = {
  identifier: { S: '#usage-check/cus_1/1767229200' },
  checkedCustomerId: { S: 'cus_1' },
  hourStart: { N: '1767229200' },
  status: { S: 'pending' },
  dueAt: { N: '1767235500' },
};

/** The line of the ledger, where it holds this meter event and this usage check. */
function line(
  meterEvent: object | undefined,
  Item: object | undefined = usageCheck,
  sent: () => Promise<object> = async () => ({}),
) {
  responding(DynamoDBClient, { GetItem: { Item } });
  const sending = { sent, meterEvent: async () => meterEvent } as unknown as Sending;
  const checks = sendChecks(new Facts(environmentOf('test')), sending);
  return tried(checks.find(({ id }) => id === 'sent-ledger')!);
}

test('an event that Stripe took is sent in the ledger, and its hour is still to be compared', async () => {
  expect(await line(event)).toMatchObject({
    outcome: 'passed',
    seen: "sent (response, test mode); the usage of its hour is compared with Stripe's from 2026-01-01T02:45:00.000Z",
  });
  const [command] = jest.mocked(DynamoDBClient.prototype.send).mock.lastCall!;
  expect(command.input).toMatchObject({ Key: { identifier: { S: '#usage-check/cus_1/1767229200' } } });
});

test('an hour that was compared already is as good', async () => {
  expect((await line(event, { ...usageCheck, status: { S: 'equal' }, dueAt: undefined })).seen).toMatch(
    /was compared with Stripe's$/,
  );
});

test.each([
  ['nothing', undefined, 'the meter event is not in the ledger'],
  [
    'an event that is still pending',
    { ...event, status: 'pending', lastError: 'States.Http.Socket' },
    'status is pending, lastError is States.Http.Socket',
  ],
  ['an event of the other mode', { ...event, livemode: true }, 'livemode is true'],
  ['an event without evidence', { ...event, evidence: undefined }, 'evidence is missing'],
  [
    'an event that is sent and still open',
    { ...event, openState: 'pending' },
    'it is sent, but still open (pending)',
  ],
])('a ledger with %s fails, although Stripe may have counted it', async (_, found, seen) => {
  expect(await line(found)).toMatchObject({ outcome: 'failed', seen });
});

test('an event whose hour nobody will compare fails', async () => {
  const found = await line({ ...event }, null as unknown as undefined);
  expect(found).toMatchObject({
    outcome: 'failed',
    seen: 'no usage check is due for its hour',
    remedy: [expect.stringContaining('npm run logs'), 'npm run meter-events -- --workspace test'],
  });
});

test('an event or a check that this version does not know fails with a sentence, and ends no other line', async () => {
  const unknown = {
    ...event,
    kind: 'unknown',
    looksLike: 'meter event',
    problem: 'its status is "withdrawn"',
  };
  expect(await line(unknown)).toMatchObject({
    outcome: 'failed',
    seen: expect.stringContaining(
      'This version does not know the meter event upload-1: its status is "withdrawn"',
    ),
    remedy: ['npm run meter-events -- --workspace test'],
  });
  expect(await line(event, { ...usageCheck, status: { S: 'undecided' } })).toMatchObject({
    outcome: 'failed',
    seen: expect.stringContaining('This version does not know the usage check #usage-check/cus_1/1767229200'),
  });
});

test('is not checked where nothing was sent, which another line says', async () => {
  const notSent = () => Promise.reject(new NotChecked('no bucket'));
  expect(await line(event, usageCheck, notSent)).toMatchObject({
    outcome: 'not checked',
    seen: 'nothing was sent',
  });
});
