import { meterEventLines, usageCheckLines } from '../../../../local/demo/ledger';

const now = 1_800_000_000;
const event = {
  customerId: { S: 'cus_demo' },
  value: { N: '1024' },
  status: { S: 'pending' },
  attempts: { N: '1' },
};

describe('a meter event in plain words', () => {
  test('that waits says why, whether Stripe may have it, and when recovery looks at it', () => {
    const item = {
      ...event,
      openState: { S: 'pending' },
      dueAt: { N: String(now + 840) },
      notTaken: { N: '0' },
      lastError: { S: 'States.Http.StatusCode.503' },
      lastErrorCause: { S: 'Service Unavailable' },
    };
    expect(meterEventLines(item, now)).toEqual([
      'status:   pending',
      'what:     1024 bytes of cus_demo',
      'attempts: 1; Stripe may have taken one',
      'error:    States.Http.StatusCode.503: Service Unavailable',
      'next:     recovery looks at it in 14 minutes',
    ]);
  });

  test('that Stripe refused says so, because it may be sent at any time', () => {
    const item = {
      ...event,
      openState: { S: 'pending' },
      dueAt: { N: String(now - 5) },
      notTaken: { N: '1' },
    };
    expect(meterEventLines(item, now)).toContain('attempts: 1; Stripe certainly took none of them');
    expect(meterEventLines(item, now)).toContain('next:     recovery looks at it in 0 minutes');
  });

  test('that was sent says how we know, and that the error lies before', () => {
    const item = {
      ...event,
      status: { S: 'sent' },
      attempts: { N: '2' },
      evidence: { S: 'summary' },
      lastError: { S: 'States.Http.Socket' },
      lastErrorCause: { S: 'reset' },
    };
    expect(meterEventLines(item, now)).toEqual([
      'status:   sent: known from what Stripe counted in that minute',
      'what:     1024 bytes of cus_demo',
      'attempts: 2',
      'before:   States.Http.Socket: reset',
    ]);
  });

  test('that needs a person says so', () => {
    const item = { ...event, status: { S: 'rejected' }, openState: { S: 'needs-person' }, dueAt: { N: '1' } };
    expect(meterEventLines(item, now)).toContain('next:     a person decides');
  });

  test('that was never recorded says that nothing was or will be sent', () => {
    expect(meterEventLines(undefined, now)).toEqual(['none: nothing was sent, and nothing will be']);
  });
});

test('a closed usage check says that both sums are equal, and nothing of what comes next', () => {
  expect(usageCheckLines({ status: { S: 'equal' } }, now)).toEqual([
    'status:   equal: Stripe counted what the ledger has',
  ]);
});
