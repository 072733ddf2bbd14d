import { memoryLimitExceeded } from './evaluation-error';

/**
 * Most that one value of an expression holds, a number counted as 8 bytes and a character as 1: AWS takes
 * `[1..873782]` and a text of 2^22 characters, and refuses one number more and a text of 2^23.
 */
export const maximumValueBytes = 6_990_256;

/** Deeper nesting could not be written as JSON. */
const maximumNesting = 1_000;

export interface ValueSize {
  readonly bytes: number;
  /** Levels of lists and objects. */
  readonly nesting: number;
}

const scalar: ValueSize = { bytes: 8, nesting: 0 };

/** Values are not changed once they are made, and those of an execution are measured again and again. */
const measured = new WeakMap<object, ValueSize>();

/** @throws EvaluationError for a text of more characters than a value may have */
export function checkText(length: number): void {
  if (length > maximumValueBytes) {
    throw { ...memoryLimitExceeded };
  }
}

/**
 * The size of a value with all that it refers to, however often it refers to the same.
 *
 * @throws EvaluationError when it is over the limit
 */
export function sizeOf(value: unknown, nesting = 0): ValueSize {
  if (typeof value === 'string') {
    return checked({ bytes: value.length, nesting: 0 });
  }
  if (typeof value !== 'object' || value === null || isFunction(value)) {
    return scalar;
  }
  const known = measured.get(value);
  if (known) {
    return known;
  }
  const size = checked(measure(value, nesting + 1));
  measured.set(value, size);
  return size;
}

function measure(value: object, nesting: number): ValueSize {
  if (nesting > maximumNesting) {
    throw { ...memoryLimitExceeded };
  }
  let [bytes, deepest] = [0, 0];
  const add = (member: unknown) => {
    if (typeof member === 'number') {
      bytes += 8;
      return;
    }
    const size = sizeOf(member, nesting);
    bytes += size.bytes + (size.nesting > 0 ? 8 : 0);
    deepest = Math.max(deepest, size.nesting);
    checkText(bytes);
  };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      add(value[index]);
    }
  } else {
    for (const [key, member] of Object.entries(value)) {
      bytes += key.length;
      add(member);
    }
  }
  return { bytes, nesting: deepest + 1 };
}

function checked(size: ValueSize): ValueSize {
  if (size.bytes > maximumValueBytes || size.nesting > maximumNesting) {
    throw { ...memoryLimitExceeded };
  }
  return size;
}

function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value;
}
