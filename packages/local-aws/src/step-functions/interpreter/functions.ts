import { createHash, randomUUID } from 'node:crypto';
import type { Expression } from 'jsonata';
import { compile } from '../jsonata/compile';
import { memoryLimitExceeded } from '../jsonata/evaluation-error';
import { parseStrictly } from '../jsonata/strict-json';

const hashAlgorithms = ['SHA-1', 'SHA-384', 'SHA-256', 'SHA-512', 'MD5'];

/** Most numbers of `$range`: AWS gives `$range(1, 360145, 1)` and refuses one more. */
const maximumRange = 360_145;

/**
 * The functions that Step Functions adds to JSONata, with their signatures in JSONata's notation ("JSONata functions
 * provided by Step Functions").
 */
export const addedFunctions = {
  parse: { implementation: parse, signature: '<s:x>' },
  uuid: { implementation: () => randomUUID(), signature: '<:s>' },
  hash: { implementation: hash, signature: '<ss?:s>' },
  range: { implementation: range, signature: '<nnn?:x>' },
  partition: { implementation: partition, signature: '<xn?:a>' },
  random: { implementation: random, signature: '<n?:n>' },
};

/** @param now the time of the evaluation. @default the time of the machine's clock */
export function registerFunctions(expression: Expression, now: () => Date = () => new Date()): void {
  for (const [name, { implementation, signature }] of Object.entries(addedFunctions)) {
    expression.registerFunction(name, implementation as (...args: unknown[]) => unknown, signature);
  }
  expression.registerFunction('millis', () => now().getTime(), '<:n>');
  expression.registerFunction(
    'now',
    (picture?: string, timezone?: string) => formatted(now(), picture, timezone),
    '<s?s?:s>',
  );
}

/** JSONata's own format of a date; it exports the one for pictures as a function of its language alone. */
function formatted(date: Date, picture: string | undefined, timezone: string | undefined): unknown {
  if (picture === undefined && timezone === undefined) {
    return date.toISOString();
  }
  const bindings = { millis: date.getTime(), picture, timezone };
  return compile('$fromMillis($millis, $picture, $timezone)').evaluate(undefined, bindings);
}

function parse(text: string | undefined): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    return parseStrictly(text);
  } catch {
    throw failure('Invalid JSON');
  }
}

function hash(text: string | undefined, algorithm: string | undefined): string | undefined {
  if (text === undefined) {
    throw wrongArgument('hash', 1);
  }
  if (algorithm === undefined) {
    return undefined;
  }
  if (!hashAlgorithms.includes(algorithm)) {
    throw failure(`Hash algorithm '${algorithm}' must be one of ${hashAlgorithms.join(', ')}`);
  }
  return createHash(algorithm.replace('-', '')).update(text, 'utf8').digest('hex');
}

function range(start: number | undefined, end: number | undefined, step: number | undefined): unknown {
  if (start === undefined || end === undefined) {
    throw wrongArgument('range', start === undefined ? 1 : 2);
  }
  const [first, last, increment] = [Math.trunc(start), Math.trunc(end), Math.trunc(step ?? 0)];
  if (increment === 0 || (last - first) * increment < 0) {
    return undefined;
  }
  const length = Math.floor((last - first) / increment) + 1;
  if (length > maximumRange) {
    throw { ...memoryLimitExceeded };
  }
  // Step Functions gives a range of one as the number itself.
  return length === 1 ? first : Array.from({ length }, (_, index) => first + index * increment);
}

function partition(list: unknown, chunkSize: number | undefined): unknown[] | undefined {
  if (list === undefined) {
    return undefined;
  }
  if (!Array.isArray(list)) {
    throw { code: 'T0412', token: 'partition', index: 1 };
  }
  const size = Math.trunc(chunkSize ?? list.length);
  if (size < 0) {
    throw failure('Second argument must be zero or greater');
  }
  if (size === 0 || list.length === 0) {
    return undefined;
  }
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** With a seed, the first number of Java's `Random(seed)`: Step Functions draws from it. */
function random(seed: number | undefined): number {
  if (seed === undefined) {
    return Math.random();
  }
  const [multiplier, mask] = [0x5deece66dn, (1n << 48n) - 1n];
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const next = (bits: bigint) => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}

/** JSONata's own shape of an error; D3137 is its code for an error with a message of its own. */
function failure(message: string): { code: string; message: string } {
  return { code: 'D3137', message };
}

function wrongArgument(name: string, index: number): { code: string; token: string; index: number } {
  return { code: 'T0410', token: name, index };
}
