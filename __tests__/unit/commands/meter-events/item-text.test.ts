import { itemLines } from '../../../../commands/meter-events/item-text';
import type { UsageCheck } from '../../../../ledger/item';

const check: UsageCheck = {
  kind: 'usage check',
  identifier: '#usage-check/cus_1/1764000000',
  customerId: 'cus_1',
  hourStart: 1_764_000_000,
  status: 'different',
  openState: 'needs-person',
};

test.each([
  ['UsageDiffers', "(the ledger's sum and Stripe's differed twice, 30 minutes apart)"],
  ['UsageUnknown', '(Stripe refused to say what it counted)'],
])(
  'a check that is different after %s says why, so that nobody looks for the wrong figures',
  (lastError, text) => {
    expect(itemLines({ ...check, lastError }).join('\n')).toContain(`Status: different ${text}.`);
  },
);

test('an event whose attempts are not known is never called one that Stripe did not take', () => {
  const event = {
    kind: 'meter event',
    identifier: 'e',
    customerId: 'cus_1',
    value: 1,
    timestamp: 1_764_000_000,
    status: 'pending',
  } as const;
  const text = itemLines(event).join('\n');
  expect(text).toContain('An unknown number of attempts may have sent it');
  expect(text).not.toContain('certainly never took it');
});

test('of an item that this version does not know every field is shown that could be read', () => {
  expect(
    itemLines({
      kind: 'unknown',
      looksLike: 'meter event',
      identifier: 'e',
      problem: 'its status is "withdrawn", which is none of pending',
      status: 'withdrawn',
      customerId: 'cus_1',
      value: 7,
      attempts: 2,
    }),
  ).toEqual([
    'Meter event e',
    expect.stringContaining('This version does not know the meter event e: its status is "withdrawn"'),
    'status: withdrawn',
    'customerId: cus_1',
    'value: 7',
    'attempts: 2',
  ]);
});
