import { ledgerLines } from '../../../../local/demo/ledger';

const now = 1_800_000_000;
const event = {
  kind: 'meter event',
  identifier: 'history-1',
  customerId: 'cus_demo',
  value: 1024,
  timestamp: now - 60,
  status: 'pending',
  attempts: 1,
} as const;

describe('a meter event in plain words', () => {
  test('that waits says why, whether Stripe may have it, and when recovery looks at it', () => {
    const error = { lastError: 'States.Http.StatusCode.503', lastErrorCause: 'Service Unavailable' };
    const item = { ...event, ...error, openState: 'pending', dueAt: now + 840, notTaken: 0 } as const;
    expect(ledgerLines(item, now)).toEqual([
      'status:   pending',
      'what:     1024 bytes of cus_demo',
      'attempts: 1; Stripe may have taken one',
      'error:    States.Http.StatusCode.503: Service Unavailable',
      'next:     recovery looks at it in 14 minutes',
    ]);
  });

  test('that Stripe refused says so, because it may be sent at any time', () => {
    const lines = ledgerLines({ ...event, openState: 'pending', dueAt: now - 5, notTaken: 1 }, now);
    expect(lines).toContain('attempts: 1; Stripe certainly took none of them');
    expect(lines).toContain('next:     recovery looks at it in 0 minutes');
  });

  test('that was sent says how we know, and that the error lies before', () => {
    const error = { lastError: 'States.Http.Socket', lastErrorCause: 'reset' };
    const item = { ...event, ...error, status: 'sent', attempts: 2, evidence: 'summary' } as const;
    expect(ledgerLines(item, now)).toEqual([
      'status:   sent: known from what Stripe counted in that minute',
      'what:     1024 bytes of cus_demo',
      'attempts: 2',
      'before:   States.Http.Socket: reset',
    ]);
  });

  test('that needs a person says so', () => {
    const item = { ...event, status: 'rejected', openState: 'needs-person', dueAt: 1 } as const;
    expect(ledgerLines(item, now)).toContain('next:     a person decides');
  });

  test('that was never recorded says that nothing was or will be sent', () => {
    expect(ledgerLines(undefined, now)).toEqual(['none: nothing was sent, and nothing will be']);
  });
});

test('a closed usage check says that both sums are equal, and nothing of what comes next', () => {
  const check = {
    kind: 'usage check',
    identifier: '#usage-check/…',
    customerId: 'cus_demo',
    hourStart: 0,
  } as const;
  expect(ledgerLines({ ...check, status: 'equal' }, now)).toEqual([
    'status:   equal: Stripe counted what the ledger has',
  ]);
});

test('an item that this version does not know is said to be so, and ends no demo', () => {
  const lines = ledgerLines(
    {
      kind: 'unknown',
      looksLike: 'usage check',
      identifier: 'c',
      problem: 'it has no hourStart',
      status: 'undecided',
    },
    now,
  );
  expect(lines).toEqual([
    'status:   undecided',
    expect.stringContaining('This version does not know the usage check c: it has no hourStart'),
    'next:     a person looks into it',
  ]);
});
