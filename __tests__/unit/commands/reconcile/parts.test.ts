import { Writable } from 'node:stream';
import Stripe from 'stripe';
import { Pace } from '../../../../clients/stripe/pace';
import { dayRows, notInvoiced } from '../../../../commands/reconcile/compare';
import { csvText } from '../../../../commands/reconcile/csv';
import { LedgerDays } from '../../../../commands/reconcile/ledger-days';
import { dayText, periodOf } from '../../../../commands/reconcile/options';
import { Progress } from '../../../../commands/reconcile/progress';
import { StripeDays } from '../../../../commands/reconcile/stripe-days';
import type { MeterEventStatus, UnknownItem } from '../../../../ledger/item';

const day = 86_400;
const start = Date.UTC(2026, 0, 5) / 1000;
const now = start + 30 * day;

const usage = (customerId: string, value: number, status: MeterEventStatus = 'sent', timestamp = start) => ({
  identifier: `${customerId}-${value}`,
  customerId,
  value,
  status,
  timestamp,
  ...(status === 'sent' && { sentAt: timestamp + 5, evidence: 'response' as const }),
});

describe('the period', () => {
  const at = Date.UTC(2026, 1, 1, 12);

  test('is whole UTC days, the last one included', () => {
    expect(periodOf({ from: '2026-01-05', to: '2026-01-06' }, at)).toEqual({
      from: '2026-01-05',
      to: '2026-01-06',
      start,
      end: start + 2 * day,
    });
    expect(periodOf({ from: '2026-02-01', to: '2026-02-01' }, at).end).toBe(start + 28 * day);
  });

  test.each([
    [{ from: '2026-01-05' }, '--to is missing'],
    [{ to: '2026-01-05' }, '--from is missing'],
    [{ from: '2026-02-30', to: '2026-03-01' }, '--from is "2026-02-30": it must be a day in UTC'],
    [{ from: '5.1.2026', to: '2026-03-01' }, '--from is "5.1.2026"'],
    [{ from: '2026-01-06', to: '2026-01-05' }, 'exchange them'],
    [
      { from: '2026-01-06', to: '2026-02-02' },
      'in the future: the last day that can be compared is 2026-02-01',
    ],
  ])('%j is refused', (values, sentence) => {
    expect(() => periodOf(values, at)).toThrow(sentence);
  });
});

describe('the comparison', () => {
  const rowsOf = (
    events: ReturnType<typeof usage>[],
    counted: Record<string, [number, number][] | undefined>,
    at = now,
  ) => {
    const ledger = new LedgerDays(new Map());
    events.forEach((event) => ledger.add(event));
    const customers = new Map(Object.entries(counted).map(([id, days]) => [id, days && new Map(days)]));
    return dayRows(ledger, { customers }, at);
  };

  test('puts differences first, the greatest first, then what is open, then what is equal', () => {
    const rows = rowsOf(
      [
        usage('a', 10),
        usage('b', 10),
        usage('c', 5),
        usage('c', 1, 'pending'),
        usage('d', 100),
        usage('e', 1),
      ],
      { a: [[start, 10]], b: [[start, 9]], c: [[start, 5]], d: [[start, 50]], e: [[start, 1]] },
    );
    expect(rows.map(({ customer, outcome, difference }) => [customer, outcome, difference])).toEqual([
      ['d', 'different', -50],
      ['b', 'different', -1],
      ['c', 'open', 0],
      ['a', 'equal', 0],
      ['e', 'equal', 0],
    ]);
  });

  test('sums by UTC day, and finds usage that only Stripe has', () => {
    const rows = rowsOf([usage('a', 1, 'sent', start + day - 1), usage('a', 2, 'sent', start + day)], {
      a: [
        [start, 1],
        [start + day, 2],
        [start + 2 * day, 7],
      ],
    });
    expect(rows.map((row) => [row.day, row.outcome, row.sent, row.stripe])).toEqual([
      ['2026-01-07', 'different', 0, 7],
      ['2026-01-05', 'equal', 1, 1],
      ['2026-01-06', 'equal', 2, 2],
    ]);
  });

  test.each([
    ['undecided', 'as much as the ledger has undecided'],
    ['pending', 'as much as the ledger has pending'],
    ['rejected', 'as much as the ledger has rejected'],
    ['written-off', 'as much as the ledger has written off'],
  ] as const)('a difference of what is %s is explained', (status, note) => {
    const [row] = rowsOf([usage('a', 10), usage('a', 3, status)], { a: [[start, 13]] });
    expect(row).toMatchObject({ outcome: 'different', difference: 3 });
    expect(row?.note).toContain(note);
  });

  test('a difference right after an event was sent says when to look again', () => {
    const [row] = rowsOf([usage('a', 10)], { a: [] }, start + 60);
    expect(row?.note).toContain('may not have aggregated it before 2026-01-05T00:20:05Z');
  });

  test('a customer that Stripe does not know is named as such', () => {
    expect(rowsOf([usage('a', 10)], { a: undefined })[0]).toMatchObject({
      outcome: 'different',
      note: 'Stripe does not know this customer',
    });
  });

  test('what is written off is closed, so that it is equal', () => {
    expect(rowsOf([usage('a', 3, 'written-off')], { a: [] })[0]?.outcome).toBe('equal');
  });

  describe('with events that this version does not know', () => {
    const strange = (changes: Partial<UnknownItem>): UnknownItem => ({
      kind: 'unknown',
      looksLike: 'meter event',
      problem: 'its status is "withdrawn", which is none of pending',
      identifier: 'strange',
      customerId: 'a',
      timestamp: start,
      value: 3,
      ...changes,
    });
    const rowOf = (item: UnknownItem, counted: number) => {
      const ledger = new LedgerDays(new Map());
      ledger.add(usage('a', 10));
      ledger.addUnknown(item);
      return dayRows(ledger, { customers: new Map([['a', new Map([[start, counted]])]]) }, now)[0];
    };

    test('is open where both sums are equal, because nobody knows whether they belong to it', () => {
      expect(rowOf(strange({}), 10)).toMatchObject({
        outcome: 'open',
        sent: 10,
        unknown: 3,
        unknownEvents: 1,
      });
      expect(rowOf(strange({ value: undefined }), 10)).toMatchObject({ outcome: 'open', unknown: 0 });
    });

    test('explains a difference by them', () => {
      expect(rowOf(strange({}), 13)).toMatchObject({
        outcome: 'different',
        note: 'as much as the ledger has in events that this version does not know: Stripe may have counted that',
      });
    });

    test('keeps the first of them, and counts those too that are in no day', () => {
      const ledger = new LedgerDays(new Map());
      for (let index = 0; index < 100; index++) {
        ledger.addUnknown(strange({ timestamp: undefined }));
      }
      expect(ledger.unknown.count).toBe(100);
      expect(ledger.unknown.first).toHaveLength(20);
      expect(ledger.customers.size).toBe(0);
    });
  });

  test('usage without a subscription item on that day is found, and a part of the day is enough for one', () => {
    const rows = rowsOf(
      [
        usage('a', 1),
        usage('b', 2),
        usage('b', 2, 'sent', start + day),
        usage('c', 3),
        usage('d', 4, 'rejected'),
      ],
      {},
    );
    const subscribed = new Map([
      ['a', [{ start: start + day - 1, end: Infinity }]],
      ['b', [{ start: start - day, end: start + 1 }]],
      ['c', [{ start: start + day, end: Infinity }]],
    ]);
    expect(notInvoiced(rows, subscribed)).toEqual([
      { customer: 'c', days: ['2026-01-05'], bytes: 3 },
      { customer: 'b', days: ['2026-01-06'], bytes: 2 },
    ]);
  });
});

describe('usage that came too late for its invoice', () => {
  const invoiced = new Map([
    ['a', [{ start, end: start + day, invoice: 'in_1', finalizedAt: start + day + 3600 }]],
  ]);
  const lateOf = (changes: object) => {
    const ledger = new LedgerDays(invoiced);
    ledger.add({ ...usage('a', 7), ...changes });
    return ledger.late;
  };

  test('is found by the time at which Stripe took it', () => {
    expect(lateOf({ sentAt: start + day + 3601 })).toEqual([
      expect.objectContaining({
        customer: 'a',
        invoice: 'in_1',
        certain: true,
        events: 1,
        bytes: 7,
        identifiers: ['a-7'],
      }),
    ]);
    expect(lateOf({ sentAt: start + day + 3600 })).toEqual([]);
    expect(lateOf({ sentAt: now, timestamp: start + day })).toEqual([]);
    expect(lateOf({ sentAt: now, status: 'rejected' })).toEqual([]);
  });

  test('is doubtful if it is only known to be counted, perhaps for long', () => {
    expect(lateOf({ sentAt: now, evidence: 'summary' })).toEqual([
      expect.objectContaining({ certain: false }),
    ]);
  });

  test('names the first events of each invoice, so that memory does not grow with them', () => {
    const ledger = new LedgerDays(invoiced);
    for (let index = 0; index < 1000; index++) {
      ledger.add({ ...usage('a', 1), identifier: `e-${index}`, sentAt: now });
    }
    expect(ledger.late).toEqual([expect.objectContaining({ events: 1000, bytes: 1000 })]);
    expect(ledger.late[0]?.identifiers).toHaveLength(20);
  });
});

test('the CSV quotes what needs it', () => {
  const row = dayRows(
    { customers: new Map() },
    { customers: new Map([['a,"b"', new Map([[start, 1]])]]) },
    now,
  );
  expect(csvText(row)).toBe(
    'customer,day_utc,outcome,ledger_sent_bytes,stripe_bytes,difference_bytes,pending_bytes,undecided_bytes,' +
      'rejected_bytes,written_off_bytes,unknown_bytes,unknown_events,ledger_events,note\r\n' +
      '"a,""b""",2026-01-05,different,0,1,1,0,0,0,0,0,0,0,\r\n',
  );
  expect(dayText(start)).toBe('2026-01-05');
});

describe('asking Stripe', () => {
  test('keeps the rate, whatever waits', async () => {
    const pace = new Pace(100);
    const began = performance.now();
    await Promise.all(Array.from({ length: 11 }, () => pace.request(() => Promise.resolve())));
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
  });

  test('repeats what Stripe rejects because of too many requests, and nothing else', async () => {
    const pace = new Pace(1000);
    const limited = new Stripe.errors.StripeRateLimitError({ type: 'rate_limit_error' } as never);
    let attempts = 0;
    const answer = await pace.request(() =>
      ++attempts < 2 ? Promise.reject(limited) : Promise.resolve('yes'),
    );
    expect([answer, attempts]).toEqual(['yes', 2]);
    const other = new Error('other');
    await expect(pace.request(() => (attempts++, Promise.reject(other)))).rejects.toBe(other);
    expect(attempts).toBe(3);
  });

  test('asks once for each customer, ten at a time, and ends with the first error', async () => {
    let running = 0;
    let most = 0;
    const asked: string[] = [];
    const stripe = new StripeDays(
      async (customer) => {
        asked.push(customer);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running -= 1;
        return new Map();
      },
      () => undefined,
    );
    for (let index = 0; index < 50; index++) {
      stripe.add(`cus_${index % 25}`);
    }
    await stripe.done();
    expect(asked).toHaveLength(25);
    expect(most).toBe(10);

    const ended = jest.fn();
    const failing = new StripeDays(() => Promise.reject(new Error('revoked')), ended);
    failing.add('a');
    await expect(failing.done()).rejects.toThrow('revoked');
    expect(ended).toHaveBeenCalled();
  });
});

describe('the progress', () => {
  const written = (isTTY: boolean, seconds: readonly number[]): string => {
    let text = '';
    const output = Object.assign(
      new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) }),
      { isTTY },
    );
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    const progress = new Progress(output);
    for (const second of seconds) {
      clock.mockReturnValue(second * 1000);
      progress.show({ events: second, answered: 1, customers: 2 });
    }
    progress.end();
    clock.mockRestore();
    return text;
  };

  test('is one line that is redrawn in a terminal, and gone at the end', () => {
    expect(written(true, [1, 1.1, 2])).toBe(
      '\r\u001b[2KRead 1 events of the ledger; Stripe answered for 1 of 2 customers so far.' +
        '\r\u001b[2KRead 2 events of the ledger; Stripe answered for 1 of 2 customers so far.\r\u001b[2K',
    );
  });

  test('is a line now and then elsewhere, and none for a short run', () => {
    expect(written(false, [1, 5])).toBe('');
    expect(written(false, [1, 11, 12, 22])).toBe(
      'Read 11 events of the ledger; Stripe answered for 1 of 2 customers so far.\n' +
        'Read 22 events of the ledger; Stripe answered for 1 of 2 customers so far.\n',
    );
  });
});
