import fc from 'fast-check';
import { knownCustomers, unknownCustomer } from '../world/stripe-side';
import type { Fault } from '../world/faults';
import { day, hour, minute } from './durations';
import { orchestratorStates, recoveryStates } from './states';
import type { Action, History, Step } from './history';

const [anna, ben] = knownCustomers as [string, string];

/** A value and how often it comes. */
type Weighted<T> = readonly (readonly [weight: number, value: T])[];

const ids: Weighted<string> = [1, 2, 3, 4].map((number) => [1, `upload-${number}`]);

const customers: Weighted<string> = [
  [12, anna],
  [2, ben],
  [2, unknownCustomer],
];

const bytes: Weighted<number> = [
  [8, 100],
  [2, 250],
  [1, 0],
  [1, 999_999_999_999_999],
];

const faultyStates: Weighted<string> = [
  [4, 'SendStripeMeterEvent'],
  [4, 'SendMeterEvent'],
  [3, 'RecordMeterEventSent'],
  [2, 'RecordMeterEvent'],
  ...[...orchestratorStates, ...recoveryStates].map((name) => [1, name] as const),
];

const faultKinds: Weighted<Fault['kind']> = [
  [3, 'refuse'],
  [3, 'lose'],
  [2, 'late'],
  [1, 'store'],
  [2, 'kill-before'],
  [4, 'kill-after'],
  [2, 'kill-late'],
  [1, 'slow'],
];

const delays: Weighted<number> = [
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
];

const actions: Weighted<Action['do']> = [
  [32, 'upload'],
  [40, 'fault'],
  [3, 'repeat'],
  [6, 'redrive'],
  [2, 'kill'],
  [3, 'recover'],
  [3, 'schedule'],
  [4, 'outage'],
  [4, 'key'],
  [2, 'row'],
  [1, 'drop'],
  [1, 'foreign'],
  [1, 'customer'],
  [1, 'lag'],
];

/** Keeps histories to a part of what may happen, so that rare combinations of it become frequent. */
export interface Focus {
  readonly actions?: readonly Action['do'][];
  readonly ids?: readonly string[];
  readonly customers?: readonly string[];
  readonly bytes?: readonly number[];
  readonly states?: readonly string[];
  readonly kinds?: readonly Fault['kind'][];
  readonly delays?: readonly number[];
  readonly keys?: readonly Extract<Action, { do: 'key' }>['change'][];
  readonly rows?: readonly Extract<Action, { do: 'row' }>['change'][];
  readonly times?: readonly number[];
  readonly details?: readonly number[];
  readonly summaryDelaySeconds?: number;
  readonly indexLagSeconds?: number;
  /** Whether recovery runs by itself from the start. */
  readonly scheduled?: boolean;
  /** How every history begins. */
  readonly beginning?: readonly Step[];
}

/** Any history, of at most so many steps. */
export function histories(maximumSteps: number, focus: Focus = {}): fc.Arbitrary<History> {
  const step: fc.Arbitrary<Step> = fc.record({
    after: among(delays, focus.delays),
    action: among(actions, focus.actions).chain((name) => actionOf(name, focus)),
  });
  const settings = fc.record({
    seed: fc.nat(1_000_000),
    unknownCustomer: fc.constantFrom<400 | 404 | 'dropped later'>(400, 404, 'dropped later'),
    summaryDelaySeconds: focus.summaryDelaySeconds
      ? fc.constant(focus.summaryDelaySeconds)
      : fc.constantFrom(60, 10, 14 * minute),
    otherModeComplete: fc.boolean(),
    indexLagSeconds: focus.indexLagSeconds ? fc.constant(focus.indexLagSeconds) : fc.constantFrom(0, 2),
    scheduled:
      focus.scheduled === undefined ? fc.constantFrom(true, true, false) : fc.constant(focus.scheduled),
  });
  const beginning = focus.beginning ?? [];
  return fc.record({
    settings,
    steps: fc
      .array(step, { minLength: 1, maxLength: maximumSteps, size: 'max' })
      .map((steps) => [...beginning, ...steps]),
  });
}

function actionOf(name: Action['do'], focus: Focus): fc.Arbitrary<Action> {
  const which = fc.nat(5);
  switch (name) {
    case 'upload':
      return fc.record({
        do: fc.constant(name),
        id: among(ids, focus.ids),
        customer: among(customers, focus.customers),
        bytes: among(bytes, focus.bytes),
      });
    case 'fault':
      return fc.record({
        do: fc.constant(name),
        fault: fc.record({
          state: among(faultyStates, focus.states),
          kind: among(faultKinds, focus.kinds),
          times: fc.constantFrom(...(focus.times ?? [1, 1, 1, 6, 6, 2])),
          detail: focus.details ? fc.constantFrom(...focus.details) : fc.nat(9),
        }),
      });
    case 'repeat':
    case 'redrive':
    case 'kill':
      return fc.record({ do: fc.constant(name), which });
    case 'recover':
    case 'customer':
      return fc.constant({ do: name });
    case 'schedule':
      return fc.record({ do: fc.constant(name), on: fc.boolean() });
    case 'outage':
      return fc.record({
        do: fc.constant(name),
        service: fc.constantFrom('dynamodb', 'stripe'),
        seconds: fc.constantFrom(30, 10 * minute, 3 * hour, 25 * hour),
        share: fc.constantFrom(1, 0.5),
      });
    case 'key':
      return fc.record({
        do: fc.constant(name),
        change: fc.constantFrom(
          ...(focus.keys ?? (['revoke', 'rotate', 'deploy', 'deploy wrong mode'] as const)),
        ),
      });
    case 'row':
      return fc.record({
        do: fc.constant(name),
        id: among(ids, focus.ids),
        change: fc.constantFrom(...(focus.rows ?? (['delete', 'rewrite', 'remember', 'restore'] as const))),
      });
    case 'drop':
      return fc.record({ do: fc.constant(name), customer: among(customers, focus.customers ?? [anna, ben]) });
    case 'foreign':
      return fc.record({
        do: fc.constant(name),
        customer: fc.constant(anna),
        bytes: fc.constantFrom(100, 7),
      });
    case 'lag':
      return fc.record({ do: fc.constant(name), seconds: fc.constantFrom(0, 3, 30) });
  }
}

function among<T>(values: Weighted<T>, focused: readonly T[] | undefined): fc.Arbitrary<T> {
  if (focused) {
    return fc.constantFrom(...focused);
  }
  return fc.oneof(...values.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}
