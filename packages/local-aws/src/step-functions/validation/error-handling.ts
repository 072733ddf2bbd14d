import { checkRequired, error, type Diagnostic } from './diagnostic';
import type { LocatedState } from './scope';
import { checkInteger, checkRange } from './numbers';
import { unknownFields } from './unknown-fields';
import { maximumInteger } from '../interpreter/limits';
import { isJsonObject, type JsonObject } from '../../json';

const retrierFields = [
  ...['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate'],
  ...['MaxDelaySeconds', 'JitterStrategy', 'Comment'],
];

/** The highest MaxDelaySeconds: a year. */
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
    const at = `${location}[${index}]`;
    if (!isJsonObject(item)) {
      return [error(at, 'The value must be an object')];
    }
    return [...checkErrorEquals(item, at, index === list.length - 1), ...check(item, at)];
  });
}

function checkErrorEquals(holder: JsonObject, at: string, last: boolean): Diagnostic[] {
  const { ErrorEquals: names } = holder;
  const location = `${at}/ErrorEquals`;
  if (names === undefined) {
    return checkRequired(holder, ['ErrorEquals'], at);
  }
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    return [error(location, 'The value must be a list of error names')];
  }
  if (names.length === 0) {
    return [error(location, 'Value cannot be empty')];
  }
  return !names.includes('States.ALL') || (names.length === 1 && last)
    ? []
    : [error(location, 'States.ALL must appear alone and at end of list')];
}

function checkCatcher(catcher: JsonObject, location: string): Diagnostic[] {
  return checkRequired(catcher, ['Next'], location);
}

function checkRetrier(retrier: JsonObject, location: string): Diagnostic[] {
  const { IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy } = retrier;
  const isLater = typeof MaxDelaySeconds !== 'number' || MaxDelaySeconds > Number(IntervalSeconds ?? 1);
  return [
    ...unknownFields(retrier, retrierFields, location),
    ...checkInteger(IntervalSeconds, [0, maximumInteger], `${location}/IntervalSeconds`),
    ...checkInteger(MaxAttempts, [0, maximumInteger], `${location}/MaxAttempts`),
    ...(BackoffRate === undefined || typeof BackoffRate === 'number'
      ? checkRange(BackoffRate, [1, Infinity], `${location}/BackoffRate`)
      : [error(`${location}/BackoffRate`, 'Expected value of type Number')]),
    ...checkInteger(MaxDelaySeconds, [1, yearSeconds], `${location}/MaxDelaySeconds`),
    ...(isLater ? [] : [error(`${location}/MaxDelaySeconds`, 'The value must be above IntervalSeconds')]),
    ...(JitterStrategy === undefined || JitterStrategy === 'FULL' || JitterStrategy === 'NONE'
      ? []
      : [error(`${location}/JitterStrategy`, 'Value should be one of the following: [NONE, FULL]')]),
  ];
}
