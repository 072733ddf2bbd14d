import { error, type Diagnostic } from './diagnostic';
import type { LocatedState } from './scope';
import { maximumInteger } from '../interpreter/limits';
import { isJsonObject, type JsonObject } from '../../json';

const retrierFields = [
  ...['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate'],
  ...['MaxDelaySeconds', 'JitterStrategy', 'Comment'],
];

/** MaxDelaySeconds must be below it: a year ("Handling errors in Step Functions workflows"). */
const yearSeconds = 31_622_400;

/** `Retry` and `Catch` of a state. */
export function checkErrorHandling({ state, location }: LocatedState): Diagnostic[] {
  return [
    ...checkList(state.Retry, `${location}/Retry`, checkRetrier),
    ...checkList(state.Catch, `${location}/Catch`, checkCatcher),
  ];
}

function checkList(
  list: unknown,
  location: string,
  check: (item: JsonObject, location: string) => Diagnostic[],
): Diagnostic[] {
  if (list === undefined) {
    return [];
  }
  if (!Array.isArray(list)) {
    return [error(location, 'The value must be a list')];
  }
  return list.flatMap((item: unknown, index) => {
    const at = `${location}/${index}`;
    if (!isJsonObject(item)) {
      return [error(at, 'The value must be an object')];
    }
    return [
      ...checkErrorEquals(item.ErrorEquals, `${at}/ErrorEquals`, index === list.length - 1),
      ...check(item, at),
    ];
  });
}

function checkErrorEquals(names: unknown, location: string, last: boolean): Diagnostic[] {
  if (!Array.isArray(names) || names.length === 0 || !names.every((name) => typeof name === 'string')) {
    return [error(location, 'The value must be a list of at least one error name')];
  }
  if (!names.includes('States.ALL') || (names.length === 1 && last)) {
    return [];
  }
  return [error(location, "'States.ALL' must appear alone, and in the last element of the list")];
}

function checkCatcher(catcher: JsonObject, location: string): Diagnostic[] {
  return typeof catcher.Next === 'string'
    ? []
    : [error(`${location}/Next`, "The field 'Next' is required but was missing")];
}

function checkRetrier(retrier: JsonObject, location: string): Diagnostic[] {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy } = retrier;
  const check = (field: string, holds: boolean, message: string) =>
    holds ? [] : [error(`${location}/${field}`, message)];
  return [
    ...Object.keys(retrier)
      .filter((field) => !retrierFields.includes(field))
      .map((field) => error(`${location}/${field}`, `The field '${field}' is not supported by a retrier`)),
    ...check('IntervalSeconds', isInteger(IntervalSeconds, 1), 'The value must be a positive integer'),
    ...check('MaxAttempts', isInteger(MaxAttempts, 0), 'The value must be zero or a positive integer'),
    ...check(
      'BackoffRate',
      typeof BackoffRate === 'number' && BackoffRate >= 1,
      'The value must be at least 1.0',
    ),
    ...check(
      'MaxDelaySeconds',
      MaxDelaySeconds === undefined ||
        (isInteger(MaxDelaySeconds, Number(IntervalSeconds) + 1) && MaxDelaySeconds < yearSeconds),
      `The value must be an integer above IntervalSeconds and below ${yearSeconds}`,
    ),
    ...check(
      'JitterStrategy',
      JitterStrategy === undefined || JitterStrategy === 'FULL' || JitterStrategy === 'NONE',
      'The value must be FULL or NONE',
    ),
  ];
}

function isInteger(value: unknown, minimum: number): value is number {
  return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximumInteger;
}
