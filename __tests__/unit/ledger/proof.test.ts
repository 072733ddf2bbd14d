import fc from 'fast-check';
import { mostOpenNeighbours } from '../../../ledger/limits';
import { meterEventStatuses } from '../../../ledger/item';
import { minuteSums, proofOf, type MinuteEvent, type Proof } from '../../../ledger/proof';
import { aggregatedSeconds } from '../../../ledger/times';
import { attributesOf } from '../../helpers/ledger-attributes';
import { walk } from '../../helpers/visited-state';

const now = 1_800_000_000;
const aggregated = now - aggregatedSeconds;
const day = 86_400;

type Other = readonly [value: number, status: string, sentAt?: number];

const minuteOf = (value: number, others: readonly Other[]): MinuteEvent[] => [
  { identifier: 'this', value, status: 'pending' },
  ...others.map(([value, status, sentAt], index) => ({
    identifier: `other-${index}`,
    value,
    status,
    ...(sentAt !== undefined && { sentAt }),
  })),
];

const open = (count: number): Other[] => Array.from({ length: count }, () => [7, 'pending']);

describe('what Stripe’s sum proves of an event is the same for a person’s command and for recovery', () => {
  const cases: readonly [
    what: string,
    value: number,
    others: readonly Other[],
    counted: number,
    proof: Proof,
  ][] = [
    ['nothing', 100, [], 0, 'not counted'],
    ['a byte less than the event', 100, [], 99, 'not counted'],
    ['exactly the event', 100, [], 100, 'counted'],
    ['a byte more than the event', 100, [], 101, 'undecided'],
    ['the event and what others sent', 100, [[50, 'sent', 1]], 150, 'counted'],
    ['what others sent alone', 100, [[150, 'sent', 1]], 150, 'not counted'],
    ['less than what others sent', 100, [[150, 'sent', 1]], 149, 'undecided'],
    ['less than the event, though others sent more', 200, [[150, 'sent', 1]], 149, 'not counted'],
    ['what no sum of the ledger gives', 100, [[50, 'sent', 1]], 170, 'undecided'],
    ['either of two equal events', 100, [[100, 'undecided']], 100, 'undecided'],
    ['both of two equal events', 100, [[100, 'pending']], 200, 'counted'],
    ['none of two equal events', 100, [[100, 'pending']], 0, 'not counted'],
    [
      'two of three equal events',
      100,
      [
        [100, 'pending'],
        [100, 'undecided'],
      ],
      200,
      'undecided',
    ],
    [
      'all of three equal events',
      100,
      [
        [100, 'pending'],
        [100, 'undecided'],
      ],
      300,
      'counted',
    ],
    ['a smaller neighbour alone', 100, [[30, 'pending']], 30, 'not counted'],
    ['the event beside a smaller neighbour', 100, [[30, 'pending']], 100, 'counted'],
    [
      'two neighbours that are together as large',
      100,
      [
        [30, 'pending'],
        [70, 'pending'],
      ],
      100,
      'undecided',
    ],
    ['a sum in which a rejected neighbour cannot be', 100, [[100, 'rejected']], 100, 'counted'],
    [
      'a neighbour that is written off, and may have been counted',
      100,
      [[100, 'written-off']],
      100,
      'undecided',
    ],
    ['a neighbour whose status this version does not know', 100, [[100, 'of-tomorrow']], 100, 'undecided'],
    ['a neighbour of 0 bytes, which changes no sum', 100, [[0, 'pending']], 100, 'counted'],
    ['a sum beside as many open neighbours as are compared', 100, open(mostOpenNeighbours), 170, 'counted'],
    ['a sum beside one open neighbour more', 100, open(mostOpenNeighbours + 1), 170, 'undecided'],
    ['less than the event beside too many neighbours', 100, open(mostOpenNeighbours + 1), 99, 'not counted'],
    ['an event of 0 bytes', 0, [], 0, 'nothing to count'],
    ['an event of 0 bytes beside others', 0, [[100, 'sent', now]], 100, 'nothing to count'],
    ['a sum that has been aggregated to the second', 100, [[50, 'sent', aggregated]], 150, 'counted'],
    ['a sum that lags by a second', 100, [[50, 'sent', aggregated + 1]], 150, 'too early'],
    [
      'a sum that lags behind the newest of two',
      100,
      [
        [50, 'sent', 1],
        [50, 'sent', now],
      ],
      100,
      'too early',
    ],
    ['a sum that lags, though the event is larger', 100, [[50, 'sent', now]], 0, 'too early'],
  ];

  test.each(cases)('%s proves the same to both', async (_, value, others, counted, proof) => {
    const minute = minuteOf(value, others);
    expect(proofOf(minute[0]!, minuteSums('this', minute), counted, now)).toBe(proof);
    expect(await conclusionOf(minute, counted)).toBe(proof);
  });

  test.each([
    ['was refused three times', { refusals: 3 }],
    ['is too old', { timestamp: now - 35 * day }],
  ])('an event that %s is rejected instead of sent if Stripe did not count it', async (_, more) => {
    const { at, variables } = await leaving(minuteOf(100, []), 0, more);
    expect([at, variables.status, variables.openState]).toEqual([
      'RecordOutcome',
      'rejected',
      'needs-person',
    ]);
    expect(await conclusionOf(minuteOf(100, []), 100, more)).toBe('counted');
  });

  test('for any events of a minute and any sum', async () => {
    const value = fc.integer({ min: 0, max: 6 });
    const notSent = meterEventStatuses.filter((status) => status !== 'sent');
    const other: fc.Arbitrary<Other> = fc.oneof(
      { arbitrary: fc.tuple(value, fc.constantFrom<string>(...notSent, 'of-tomorrow')), weight: 5 },
      { arbitrary: fc.tuple(value, fc.constant('sent'), fc.constantFrom(1, aggregated)), weight: 4 },
      { arbitrary: fc.tuple(value, fc.constant('sent'), fc.constantFrom(aggregated + 1, now)), weight: 1 },
    );
    const others = fc.array(other, { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(value, others, fc.integer({ min: 0, max: 20 }), async (value, others, counted) => {
        const minute = minuteOf(value, others);
        expect(await conclusionOf(minute, counted)).toBe(
          proofOf(minute[0]!, minuteSums('this', minute), counted, now),
        );
      }),
      { numRuns: 200 },
    );
  });
});

interface More {
  readonly refusals?: number;
  readonly timestamp?: number;
}

/** How recovery leaves an event of yesterday that was refused once. */
function leaving(minute: readonly MinuteEvent[], counted: number, more: More = {}) {
  const claimed = attributesOf({
    identifier: 'this',
    customerId: 'cus_1',
    status: 'pending',
    value: minute[0]!.value,
    timestamp: now - day,
    attempts: 3,
    claimedAt: now,
    previousClaimedAt: now - 3600,
    dueAt: now + 1800,
    refusals: 1,
    ...more,
  });
  return walk('ClaimItem', ['LeaveItem', 'SendMeterEvent', 'UpdateProcessingHistory', 'RecordOutcome'], {
    machine: 'recovery',
    now,
    input: { item: { identifier: 'this', dueAt: now, attempts: 2 }, meterId: 'mtr_1' },
    results: {
      ClaimItem: { Attributes: claimed },
      ReadLedger: { Items: minute.map((event) => attributesOf({ ...event })) },
      // Stripe gives no summary of a minute in which it counted nothing.
      AskStripe: { ResponseBody: { data: counted === 0 ? [] : [{ aggregated_value: counted }] } },
    },
  });
}

/** What recovery has concluded when it leaves the event so. */
async function conclusionOf(
  minute: readonly MinuteEvent[],
  counted: number,
  more: More = {},
): Promise<Proof> {
  const { at, variables } = await leaving(minute, counted, more);
  const { evidence, itemError, provenNotCounted } = variables;
  switch (at) {
    case 'LeaveItem':
      return 'too early';
    case 'UpdateProcessingHistory':
      return evidence === 'summary' ? 'counted' : 'nothing to count';
    case 'SendMeterEvent':
      expect(provenNotCounted).toBe(true);
      return 'not counted';
    default:
      expect(itemError).toBe('UsageUndecided');
      return 'undecided';
  }
}
