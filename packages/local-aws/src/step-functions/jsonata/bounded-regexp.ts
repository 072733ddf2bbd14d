import type { Account } from './account';
import { withinTime } from './within-time';

/** Steps that a match may surely take without being watched: a second at most. */
const harmlessSteps = 1e8;

/** What JSONata makes of a match, in bytes. */
const bytesOfMatch = 200;

let account: Account | undefined;

/** The evaluation that the regular expressions count for, until the next one. */
export function countRegExpsFor(evaluation: Account): void {
  account = evaluation;
}

/** A regular expression as JSONata uses it, stopped when the evaluation's time is over. */
export class BoundedRegExp {
  private readonly expression: RegExp;
  private readonly stepsFor: (length: number) => number;

  constructor(source: RegExp) {
    this.expression = new RegExp(source);
    this.stepsFor = worstCase(source.source);
  }

  get lastIndex(): number {
    return this.expression.lastIndex;
  }

  set lastIndex(index: number) {
    this.expression.lastIndex = index;
  }

  exec(text: string): RegExpExecArray | null {
    account?.checkTime();
    account?.charge(bytesOfMatch);
    account?.read(text.length);
    if (!account || this.stepsFor(text.length) <= harmlessSteps) {
      return this.expression.exec(text);
    }
    return withinTime(account.remainingMilliseconds(), () => this.expression.exec(text));
  }
}

/** Steps by the length of the text: each repetition may start again at each character. */
function worstCase(source: string): (length: number) => number {
  const plain = source.replace(/\\[^1-9k]/g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const repeatsGroups = /\)[*+?{]/.test(plain) || /\\[1-9k]/.test(plain);
  const repetitions = [...plain.matchAll(/[*+?]|\{/g)].length;
  return (length) => (repeatsGroups ? Infinity : length ** (repetitions + 1));
}
