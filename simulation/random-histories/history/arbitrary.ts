import fc from 'fast-check';
import type { Fault } from '../world/faults';
import { hour, minute } from './durations';
import type { Action, History, Step } from './history';
import {
  actions,
  anna,
  ben,
  bytes,
  customers,
  delays,
  faultKinds,
  faultyStates,
  ids,
  longestIdentifier,
  type Weighted,
} from './weights';

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
    names: fc.record(Object.fromEntries(ids.map(([, id], index) => [id, nameOf(id, index)]))),
  });
}

/** Characters of one to four bytes, and such as a URL has to write otherwise. */
const characters = ['a', '%', '/', ' ', '+', "'", '"', 'é', 'カ', '漢', '😀'];

/** The name of an upload as it is, or one of any length and script. */
function nameOf(id: string, index: number): fc.Arbitrary<string> {
  const end = `-${index}`;
  const maxLength = longestIdentifier - end.length;
  const unit = fc.constantFrom(...characters);
  const mixed = fc.string({ unit, minLength: 1, maxLength, size: 'max' });
  const longest = unit.map((character) => character.repeat(maxLength));
  return fc.oneof(
    fc.constant(id),
    fc.oneof(mixed, longest).map((text) => text + end),
  );
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
