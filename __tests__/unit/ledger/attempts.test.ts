import { isCertainlyNotTaken, isTooOld, maySendUntil, retryDueAt } from '../../../ledger/attempts';
import type { MeterEvent } from '../../../ledger/item';
import { mostDoubts, mostLooks, mostRefusals } from '../../../ledger/limits';
import {
  claimAggregatedSeconds,
  claimSeconds,
  claimSendsSeconds,
  deduplicatedSeconds,
  executionAggregatedSeconds,
  executionSendsSeconds,
  firstRecoverySeconds,
  firstRejectionSeconds,
  laterClaimSeconds,
  leaseSeconds,
  oldestTimestampSeconds,
  runClaimsSeconds,
} from '../../../ledger/times';
import { attributesOf } from '../../helpers/ledger-attributes';
import { stateOf, visitState, type Visited } from '../../helpers/visited-state';

const timestamp = 1_800_000_000;

const event: MeterEvent = {
  kind: 'meter event',
  identifier: 'upload-1',
  customerId: 'cus_1',
  value: 1024,
  timestamp,
  status: 'pending',
  openState: 'pending',
  dueAt: timestamp + firstRecoverySeconds,
  attempts: 1,
};

/** Claims an event as recovery does. @param now Unix seconds */
function claim({ kind: _, ...values }: MeterEvent, now: number): Promise<Visited> {
  return visitState('ClaimItem', {
    machine: 'recovery',
    now,
    input: {
      item: { identifier: values.identifier, dueAt: values.dueAt!, attempts: values.attempts! },
      meterId: 'mtr_1',
    },
    result: {
      Attributes: attributesOf({
        ...values,
        claimedAt: now,
        previousClaimedAt: values.claimedAt ?? 0,
        dueAt: now + claimSeconds,
        attempts: (values.attempts ?? 0) + 1,
      }),
    },
  });
}

/** The state that recovery chooses for an event that it claims now. */
async function chosen(changes: Partial<MeterEvent>, now: number): Promise<Visited> {
  const { variables } = await claim({ ...event, ...changes }, now);
  return visitState('ChooseWork', { machine: 'recovery', now, variables });
}

const nextOf = async (changes: Partial<MeterEvent>, now: number) => (await chosen(changes, now)).nextState;

describe('what the attempts prove is the same for a person’s command and for recovery', () => {
  const counts = [0, 1, 2, 3, 4];
  test.each(counts.flatMap((attempts) => counts.map((notTaken) => [attempts, notTaken] as const)))(
    'if of %i attempts %i were certainly not taken',
    async (attempts, notTaken) => {
      const { variables } = await claim({ ...event, attempts, notTaken }, timestamp + 3600);
      expect(variables.certainlyNotTaken).toBe(isCertainlyNotTaken({ attempts, notTaken }));
    },
  );

  test('if nothing was counted yet', async () => {
    const { variables } = await claim({ ...event, notTaken: undefined }, timestamp + 3600);
    expect(variables.certainlyNotTaken).toBe(isCertainlyNotTaken({ attempts: 1 }));
  });
});

test('nothing proves what Stripe has taken of an event without attempts, because another version may have sent it', () => {
  expect(isCertainlyNotTaken({})).toBe(false);
  expect(isCertainlyNotTaken({ notTaken: 3 })).toBe(false);
});

describe('recovery keeps the times of the ledger, to the second', () => {
  test.each([
    [-1, 'SendMeterEvent'],
    [0, 'RecordOutcome'],
  ])('an event that Stripe never took, %i s from the 35 days, leads to %s', async (seconds, next) => {
    const now = timestamp + oldestTimestampSeconds + seconds;
    expect(isTooOld(timestamp, now)).toBe(next === 'RecordOutcome');
    expect(await nextOf({ notTaken: 1 }, now)).toBe(next);
  });

  test.each([
    [-1, 'SendMeterEvent'],
    [0, 'ReadLedger'],
  ])('an event that Stripe may have taken, %i s from the 23 hours, leads to %s', async (seconds, next) => {
    const claimedAt = timestamp + 3600;
    expect(await nextOf({ claimedAt }, timestamp + deduplicatedSeconds + seconds)).toBe(next);
  });

  test.each([
    [mostRefusals - 1, 0, 'SendMeterEvent'],
    [mostRefusals, -1, 'SendMeterEvent'],
    [mostRefusals, 0, 'RecordOutcome'],
  ])(
    'an event that was refused %i times and never taken, %i s from an hour, leads to %s',
    async (refusals, seconds, next) => {
      const now = timestamp + firstRejectionSeconds + seconds;
      expect(await nextOf({ attempts: refusals, notTaken: refusals, refusals }, now)).toBe(next);
    },
  );

  test('after a refusal of an event that may have been taken before, Stripe is asked within the 23 hours too', async () => {
    const now = timestamp + 4 * 3600;
    const taken = { attempts: 2, notTaken: 1, refusals: 1, claimedAt: timestamp + 3600 };
    expect(await nextOf(taken, now)).toBe('ReadLedger');
  });

  test.each([
    [-1, 'LeaveItem'],
    [0, 'ReadLedger'],
  ])(
    'Stripe is asked when it has aggregated what the execution and the last claim sent, %i s from then: %s',
    async (seconds, next) => {
      const refused = { attempts: 2, refusals: 1 };
      const claimedAt = timestamp + 3600;
      expect(await nextOf(refused, timestamp + executionAggregatedSeconds + seconds)).toBe(next);
      expect(await nextOf({ ...refused, claimedAt }, claimedAt + claimAggregatedSeconds + seconds)).toBe(
        next,
      );
    },
  );

  test('an event of 0 bytes is recorded as sent instead of asked for', async () => {
    const { nextState, variables } = await chosen({ value: 0 }, timestamp + deduplicatedSeconds);
    expect([nextState, variables.evidence]).toEqual(['UpdateProcessingHistory', 'zero-bytes']);
  });

  test.each([
    [0, claimSeconds],
    [1, claimSeconds],
    [2, laterClaimSeconds],
    [9, laterClaimSeconds],
  ])('an item with %i attempts is due again %i s after its claim', async (attempts, seconds) => {
    const { asked } = await claim({ ...event, attempts }, timestamp);
    expect(asked).toMatchObject({
      ExpressionAttributeValues: { ':claimDue': { N: String(timestamp + seconds) } },
    });
  });

  test('an event is first due to recovery after its execution may begin to send it', async () => {
    const { asked } = await visitState('RecordMeterEvent', {
      machine: 'orchestrator',
      now: timestamp,
      variables: { processingHistoryId: 'e', customerId: 'cus_1', usageAmountBytes: '1', timestamp },
    });
    expect(asked).toMatchObject({ Item: { dueAt: { N: String(timestamp + firstRecoverySeconds) } } });
    expect(executionSendsSeconds).toBeLessThan(firstRecoverySeconds);
  });

  test('a lease holds for 20 minutes, so that one of a killed run ends by itself', async () => {
    const { asked } = await visitState('TakeLease', { machine: 'recovery', now: timestamp });
    expect(asked).toMatchObject({
      ExpressionAttributeValues: { ':until': { N: String(timestamp + leaseSeconds) } },
    });
  });

  test.each([
    [-1, 'TakeLease'],
    [0, 'MeasureOpenItems'],
  ])('a run takes items for half an hour, %i s from then: %s', async (seconds, next) => {
    const { nextState } = await visitState('CheckDueItems', {
      machine: 'recovery',
      now: timestamp + runClaimsSeconds + seconds,
      startedAt: timestamp,
      variables: { dueItems: [{}], madeProgress: true, leaseHeld: false },
    });
    expect(nextState).toBe(next);
  });
});

describe('a question that decides nothing is asked again, until a person must decide', () => {
  test.each([
    [mostDoubts - 2, 'pending'],
    [mostDoubts - 1, 'undecided'],
  ])('of an event whose sums did not decide %i times before', async (doubts, status) => {
    const { variables } = await visitState('DecideByStripe', {
      machine: 'recovery',
      now: timestamp,
      variables: {
        ...{ isUsageCheck: false, customerId: 'cus_1', rangeStart: timestamp, value: 1, refusals: 0 },
        ...{ timestamp, counted: 5, ledgerSent: 0, ledgerOpen: [], possibleSums: [0], doubts },
      },
    });
    expect([variables.status, variables.doubts]).toEqual([status, doubts + 1]);
  });

  test.each([
    [mostLooks - 2, 'pending'],
    [mostLooks - 1, 'different'],
  ])('of an hour whose sums differed %i times before', async (looks, status) => {
    const { variables } = await visitState('DecideByStripe', {
      machine: 'recovery',
      now: timestamp,
      variables: {
        ...{ isUsageCheck: true, customerId: 'cus_1', rangeStart: timestamp },
        ...{ counted: 1, ledgerSent: 0, looks },
      },
    });
    expect([variables.status, variables.looks]).toEqual([status, looks + 1]);
  });
});

describe('nobody decides about an event that may be on its way to Stripe', () => {
  const claimedAt = timestamp + 3600;
  const sends = [
    {
      who: 'the execution that recorded it',
      machine: 'orchestrator',
      state: 'SendStripeMeterEvent',
      item: event,
      ends: timestamp + executionSendsSeconds,
    },
    {
      who: 'the run that claimed it',
      machine: 'recovery',
      state: 'SendMeterEvent',
      item: { ...event, claimedAt },
      ends: claimedAt + claimSendsSeconds,
    },
  ] as const;
  test.each(sends)('because $who may be sending it', async ({ machine, state, item, ends }) => {
    const variables = {
      ...{ identifier: item.identifier, processingHistoryId: item.identifier, customerId: item.customerId },
      ...{ timestamp, claimedAt, value: 1, usageAmountBytes: '1' },
      ...{ certainlyNotTaken: false, provenNotCounted: false },
    };
    const result = { ResponseBody: { livemode: false } };
    const sent = await visitState(state, { machine, now: ends - 1, variables, result });
    expect(sent.asked).toBeDefined();
    const late = await visitState(state, { machine, now: ends, variables, result });
    expect(late.asked).toBeUndefined();
    expect(maySendUntil(item)).toBeGreaterThanOrEqual(ends + Number(stateOf(machine, state).TimeoutSeconds));
  });
});

describe('an item that a person gives back to recovery', () => {
  const now = timestamp + 5 * 3600;

  test('is due at once, but half an hour after its last claim at the earliest', () => {
    expect(retryDueAt(event, now)).toBe(now);
    expect(retryDueAt({ ...event, claimedAt: now - 60 }, now)).toBe(now - 60 + claimSeconds);
  });

  test('never has the due time that a write of its last claim expects', () => {
    const claimedAt = now - 60;
    expect(retryDueAt({ ...event, claimedAt, dueAt: claimedAt + claimSeconds }, now)).toBe(
      claimedAt + claimSeconds + 1,
    );
  });

  test('is asked for before it is sent, if a person alone said that Stripe counted it', async () => {
    const said = { ...event, status: 'sent', evidence: 'person', claimedAt: timestamp + 3600 } as const;
    const due = retryDueAt(said, now);
    const retried = { claimedAt: said.claimedAt, status: 'pending', dueAt: due } as const;
    expect(await nextOf(retried, due)).toBe('ReadLedger');
    expect(await nextOf(retried, due - 1)).toBe('SendMeterEvent');
  });
});
