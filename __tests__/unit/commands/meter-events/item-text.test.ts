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
