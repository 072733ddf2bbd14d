import { shortText, type Account } from './account';
import { hugeResults } from './huge-results';
import { distinct, sort } from './list-functions';
import { checkText, sizeOf } from './value-size';
import { withinTime } from './within-time';

type Implementation = (this: unknown, ...args: unknown[]) => unknown;

/** How JSONata holds a function. */
export interface FunctionDefinition {
  readonly _jsonata_function: true;
  readonly implementation: Implementation;
  readonly signature?: unknown;
}

const replaced = { sort, distinct } as Readonly<Record<string, unknown>>;

/** They make a regular expression of a picture, or read it character by character: that may take long. */
const ofPictures = ['toMillis', 'fromMillis', 'parseInteger', 'formatInteger', 'formatNumber', 'number'];

/** The same function, which counts its work for the evaluation's account. */
export function guarded(
  name: string,
  definition: FunctionDefinition,
  account: () => Account,
): FunctionDefinition {
  const implementation = (replaced[name] as Implementation | undefined) ?? definition.implementation;
  const refuseHuge = hugeResults[name];
  const takesPicture = ofPictures.includes(name);
  const guard: Implementation = function (...args) {
    const current = account();
    current.checkTime();
    for (const arg of args) {
      if (typeof arg === 'string') {
        current.read(arg.length);
      }
    }
    refuseHuge?.(args, current);
    const result = takesPicture
      ? ofPicture(name, args, current, () => implementation.apply(this, args))
      : implementation.apply(this, args);
    return result instanceof Promise
      ? result.then((value: unknown) => counted(value, current))
      : counted(result, current);
  };
  // JSONata asks a function for its parameters when another calls it, or it is applied to some of them.
  Object.defineProperty(guard, 'length', { value: definition.implementation.length });
  Object.defineProperty(guard, 'toString', { value: () => definition.implementation.toString() });
  return { ...definition, implementation: guard };
}

function counted(result: unknown, account: Account): unknown {
  account.checkTime();
  if (typeof result === 'string' && result.length > shortText) {
    checkText(result.length);
    account.charge(result.length);
  } else if (typeof result === 'object' && result !== null) {
    account.charge(Array.isArray(result) ? 16 + 8 * result.length : 64);
    sizeOf(result);
  }
  return result;
}

function ofPicture(name: string, args: readonly unknown[], account: Account, call: () => unknown): unknown {
  const texts = args.filter((arg) => typeof arg === 'string');
  const long = texts.length > 1 || texts.some(({ length }) => length > shortText);
  try {
    return long ? withinTime(account.remainingMilliseconds(), call) : call();
  } catch (problem) {
    // JSONata's own check of a picture without a digit breaks down instead of refusing it.
    throw name === 'formatNumber' && problem instanceof TypeError ? { code: 'D3086' } : problem;
  }
}
