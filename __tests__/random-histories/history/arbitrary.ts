import fc from 'fast-check';
import { knownCustomers, unknownCustomer } from '../world/stripe-side';
import type { Fault } from '../world/faults';
import type { Action, History, Step } from './history';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const [anna, ben] = knownCustomers as [string, string];

const id = fc.constantFrom('upload-1', 'upload-2', 'upload-3', 'upload-4');

const upload: fc.Arbitrary<Action> = fc.record({
  do: fc.constant('upload'),
  id,
  customer: weighted<string>([12, anna], [2, ben], [2, unknownCustomer]),
  bytes: weighted([8, 100], [2, 250], [1, 0], [1, 999_999_999_999_999]),
});

const orchestratorStates = [
  'UpdateStatusToProcessing',
  'StartChildStepFunction',
  'RecordMeterEvent',
  'UpdateStatusToCompleted',
  'ScheduleUsageCheck',
  'GetStripeAPIKey',
  'SendStripeMeterEvent',
  'RecordMeterEventSent',
  'CopyMeterEventSent',
  'RecordMeterEventError',
  'LogStripeMeterError',
  'GetRecordedMeterEvent',
];

const recoveryStates = [
  'QueryDueItems',
  'TakeLease',
  'FindMeter',
  'ClaimItem',
  'ReadLedger',
  'AskStripe',
  'SendMeterEvent',
  'UpdateProcessingHistory',
  'ScheduleUsageCheck',
  'RecordSent',
  'CloseUsageCheck',
  'RecordOutcome',
  'ReleaseLease',
];

const faultyState = weighted<string>(
  [4, 'SendStripeMeterEvent'],
  [4, 'SendMeterEvent'],
  [3, 'RecordMeterEventSent'],
  [2, 'RecordMeterEvent'],
  ...[...orchestratorStates, ...recoveryStates].map((name) => [1, name] as const),
);

export const faultOf = (state: fc.Arbitrary<string>): fc.Arbitrary<Action> =>
  fc.record({
    do: fc.constant('fault'),
    fault: fc.record({
      state,
      kind: weighted<Fault['kind']>(
        [3, 'refuse'],
        [3, 'lose'],
        [2, 'late'],
        [1, 'store'],
        [2, 'kill-before'],
        [4, 'kill-after'],
        [2, 'kill-late'],
        [1, 'slow'],
      ),
      times: weighted([5, 1], [2, 6], [1, 2]),
      detail: fc.nat(9),
    }),
  });

const which = fc.nat(5);

const others: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('repeat'), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('redrive'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill'), which }) },
  { weight: 3, arbitrary: fc.constant<Action>({ do: 'recover' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('schedule'), on: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('outage'),
      service: fc.constantFrom('dynamodb', 'stripe'),
      seconds: fc.constantFrom(30, 10 * minute, 3 * hour, 25 * hour),
      share: fc.constantFrom(1, 0.5),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('key'),
      change: fc.constantFrom('revoke', 'rotate', 'deploy', 'deploy wrong mode'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('row'),
      id,
      change: fc.constantFrom('delete', 'rewrite', 'remember', 'restore'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop'), customer: fc.constantFrom(anna, ben) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('foreign'),
      customer: fc.constant(anna),
      bytes: fc.constantFrom(100, 7),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Action>({ do: 'customer' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lag'), seconds: fc.constantFrom(0, 3, 30) }) },
) as fc.Arbitrary<Action>;

const after = weighted(
  [10, 0],
  [3, 1],
  [2, 20],
  [3, 2 * minute],
  [2, 10 * minute],
  [3, 16 * minute],
  [3, 31 * minute],
  [2, 70 * minute],
  [2, 5 * hour],
  [1, 22 * hour],
  [3, 25 * hour],
  [1, 3 * day],
  [1, 13 * day],
  [1, 36 * day],
);

const step: fc.Arbitrary<Step> = fc.record({
  after,
  action: fc.oneof(
    { weight: 5, arbitrary: upload },
    { weight: 6, arbitrary: faultOf(faultyState) },
    { weight: 5, arbitrary: others },
  ),
});

const settings = fc.record({
  seed: fc.nat(1_000_000),
  unknownCustomer: fc.constantFrom<400 | 404 | 'dropped later'>(400, 404, 'dropped later'),
  summaryDelaySeconds: fc.constantFrom(60, 10, 14 * minute),
  otherModeComplete: fc.boolean(),
  indexLagSeconds: fc.constantFrom(0, 2),
});

/** Any history, of at most so many steps. */
export function histories(maximumSteps: number): fc.Arbitrary<History> {
  return fc.record({
    settings,
    steps: fc.array(step, { minLength: 1, maxLength: maximumSteps, size: 'max' }),
  });
}

/** A value with its weight. */
function weighted<T>(...values: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> {
  return fc.oneof(...values.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}
