import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ledgerItem, usageOf } from '../../../../clients/aws/ledger-item';
import { unknownSentence } from '../../../../ledger/unknown-item';

const event: Record<string, AttributeValue> = {
  identifier: { S: 'upload-1' },
  customerId: { S: 'cus_1' },
  value: { N: '1024' },
  timestamp: { N: '1800000000' },
  status: { S: 'pending' },
  openState: { S: 'pending' },
  dueAt: { N: '1800000900' },
  attempts: { N: '1' },
};
const check: Record<string, AttributeValue> = {
  identifier: { S: '#usage-check/cus_1/1800000000' },
  checkedCustomerId: { S: 'cus_1' },
  hourStart: { N: '1800000000' },
  status: { S: 'pending' },
};
const without = (item: Record<string, AttributeValue>, name: string) =>
  Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));

test('an event, a check and what recovery keeps for itself are told apart', () => {
  expect(ledgerItem(event)).toMatchObject({ kind: 'meter event', value: 1024, attempts: 1 });
  expect(ledgerItem(check)).toMatchObject({ kind: 'usage check', customerId: 'cus_1' });
  expect(ledgerItem({ identifier: { S: '#recovery-lease' }, holder: { S: 'x' } })).toBeUndefined();
});

test('an attribute that another version added does not make an item unknown, because what is known has not changed', () => {
  expect(ledgerItem({ ...event, region: { S: 'x' } })).toMatchObject({ kind: 'meter event' });
});

test.each([
  [
    'a status of a newer version',
    { ...event, status: { S: 'withdrawn' } },
    'its status is "withdrawn", which is none of',
  ],
  ['no status', without(event, 'status'), 'it has no status'],
  ['no value', without(event, 'value'), 'it has no value'],
  ['no timestamp', without(event, 'timestamp'), 'it has no timestamp'],
  ['no attempts, so that nothing is proven', without(event, 'attempts'), 'it has no attempts'],
  ['a value that is text', { ...event, value: { S: '1024' } }, 'its value has the type S, not N'],
  ['a value that is no number of bytes', { ...event, value: { N: '-1' } }, 'its value is -1'],
  ['a time that is none', { ...event, claimedAt: { N: '1e30' } }, 'its claimedAt is 1e30'],
  ['evidence of a newer version', { ...event, evidence: { S: 'probe' } }, 'its evidence is "probe"'],
  ['an open state of a newer version', { ...event, openState: { S: 'held' } }, 'its openState is "held"'],
  [
    'a check with the status of an older version',
    { ...check, status: { S: 'undecided' } },
    'its status is "undecided"',
  ],
  ['a check without its hour', without(check, 'hourStart'), 'it has no hourStart'],
])(
  'an item with %s is told as such and throws nothing, because others are read with it',
  (_, item, problem) => {
    const read = ledgerItem(item);
    expect(read).toMatchObject({ kind: 'unknown', problem: expect.stringContaining(problem) });
  },
);

test('what can be read of an unknown item is kept, because a person looks at it', () => {
  expect(ledgerItem({ ...event, status: { S: 'withdrawn' }, value: { S: 'x' } })).toMatchObject({
    looksLike: 'meter event',
    identifier: 'upload-1',
    customerId: 'cus_1',
    status: 'withdrawn',
    openState: 'pending',
    value: undefined,
    timestamp: 1_800_000_000,
  });
  expect(ledgerItem({ ...check, status: { S: 'undecided' } })).toMatchObject({
    looksLike: 'usage check',
    customerId: 'cus_1',
    hourStart: 1_800_000_000,
  });
});

test('an open item of a kind that only another version has is unknown, because somebody must work on it', () => {
  const item = { identifier: { S: '#credit/cus_1' }, openState: { S: 'pending' } };
  expect(ledgerItem(item)).toMatchObject({ kind: 'unknown', looksLike: 'item' });
  expect(ledgerItem({ identifier: { S: '#watermark/mtr_1' } })).toBeUndefined();
});

test('usage that this version cannot judge is unknown, because it must not be summed up', () => {
  expect(usageOf(event)).toMatchObject({ status: 'pending', value: 1024 });
  expect(usageOf({ ...event, status: { S: 'withdrawn' } })).toMatchObject({ kind: 'unknown', value: 1024 });
});

test('the sentence names the item, what is not known, and where a person reads on', () => {
  const item = ledgerItem({ ...check, status: { S: 'undecided' } });
  expect(item?.kind === 'unknown' && unknownSentence(item)).toBe(
    'This version does not know the usage check #usage-check/cus_1/1800000000: its status is "undecided", which is ' +
      'none of pending, equal, different, written-off. It counts as open. Look at it with the version that wrote it ' +
      '(docs/runbook.md, "An item that this version does not know").',
  );
});
