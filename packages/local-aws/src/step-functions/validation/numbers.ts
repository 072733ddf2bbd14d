import { isExpression } from '../interpreter/expressions';
import { error, type Diagnostic } from './diagnostic';
import { maximumInteger } from '../interpreter/limits';

/** Lowest and highest values of the fields of a state that take a whole number, or an expression for one. */
export const integerFields: Readonly<Record<string, readonly [minimum: number, maximum: number]>> = {
  TimeoutSeconds: [1, maximumInteger],
  HeartbeatSeconds: [1, maximumInteger],
  Seconds: [0, maximumInteger],
  MaxConcurrency: [0, Infinity],
  ToleratedFailureCount: [0, maximumInteger],
};

export function checkInteger(
  value: unknown,
  [minimum, maximum]: readonly [number, number],
  location: string,
): Diagnostic[] {
  return value === undefined || Number.isInteger(value)
    ? checkRange(value as number | undefined, [minimum, maximum], location)
    : [error(location, 'Expected value of type Integer')];
}

export function checkIntegerOrExpression(
  value: unknown,
  range: readonly [number, number],
  location: string,
): Diagnostic[] {
  return isExpression(value) ? [] : checkInteger(value, range, location);
}

/** A value that is a number, within its bounds. */
export function checkRange(
  value: number | undefined,
  [minimum, maximum]: readonly [number, number],
  location: string,
): Diagnostic[] {
  if (value === undefined || (value >= minimum && value <= maximum)) {
    return [];
  }
  return [error(location, value < minimum ? `Minimum value is ${minimum}` : `Maximum value is ${maximum}`)];
}
