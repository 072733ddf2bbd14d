import type { Fault } from '../world/faults';
import { knownCustomers, unknownCustomer } from '../world/stripe-account';
import { day, hour, minute } from './durations';
import type { Action } from './history';
import { orchestratorStates, recoveryStates } from './states';

export const [anna, ben] = knownCustomers as [string, string];

/** A value and how often it comes. */
export type Weighted<T> = readonly (readonly [weight: number, value: T])[];

/** Characters that a processingHistoryId may have; not taken from the definition, which is what is checked here. */
export const longestIdentifier = 100;

export const ids: Weighted<string> = [1, 2, 3, 4].map((number) => [1, `upload-${number}`]);

export const customers: Weighted<string> = [
  [12, anna],
  [2, ben],
  [2, unknownCustomer],
];

export const bytes: Weighted<number> = [
  [8, 100],
  [2, 250],
  [1, 0],
  [1, 999_999_999_999_999],
];

export const faultyStates: Weighted<string> = [
  [4, 'SendStripeMeterEvent'],
  [4, 'SendMeterEvent'],
  [3, 'RecordMeterEventSent'],
  [2, 'RecordMeterEvent'],
  ...[...orchestratorStates, ...recoveryStates].map((name) => [1, name] as const),
];

export const faultKinds: Weighted<Fault['kind']> = [
  [3, 'refuse'],
  [3, 'lose'],
  [2, 'late'],
  [1, 'store'],
  [2, 'kill-before'],
  [4, 'kill-after'],
  [2, 'kill-late'],
  [1, 'slow'],
];

export const delays: Weighted<number> = [
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

export const actions: Weighted<Action['do']> = [
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
