import { Account, shortText } from './account';
import { depthLimitExceeded } from './evaluation-error';
import { notesOf, type Notes, type SyntaxNode } from './syntax';
import { checkText, sizeOf } from './value-size';

/** Deepest nesting that Step Functions evaluates. */
const maximumDepth = 100;

/** Watches an expression while it is evaluated: JSONata calls `enter` and `leave` around each of its nodes. */
export class Guard {
  account = new Account();
  private depth = 0;

  /** For the next evaluation. */
  reset(): void {
    this.account = new Account();
    this.depth = 0;
  }

  /** @throws EvaluationError */
  readonly enter = (node: SyntaxNode, input: unknown): void => {
    const notes = notesOf(node);
    this.account.step();
    this.depth = depthAround(notes, this.depth) + 1;
    notes.depths.push(this.depth);
    if (this.depth > maximumDepth) {
      throw { ...depthLimitExceeded };
    }
    if (notes.bytes > 0) {
      this.account.charge(notes.bytes);
    }
    if (notes.type === 'wildcard' && typeof input === 'object' && input !== null) {
      // JSONata copies the values so far for each list among them.
      this.account.charge((Object.keys(input).length / 64) * sizeOf(input).bytes);
    }
  };

  /** @throws EvaluationError */
  readonly leave = (node: SyntaxNode, _input: unknown, _environment: unknown, result: unknown): void => {
    const notes = notesOf(node);
    this.depth = notes.depths.pop()! - 1;
    if (typeof result === 'string') {
      this.text(notes, result.length);
    } else if (typeof result === 'object' && result !== null) {
      this.value(notes, result);
    }
  };

  private text(notes: Notes, length: number): void {
    if (length <= shortText) {
      return;
    }
    if (notes.makes) {
      checkText(length);
    }
    if (notes.type === '&') {
      this.account.concatenate(length);
    } else if (notes.reads) {
      this.account.read(length);
    }
  }

  private value({ makes, bytesPerElement }: Notes, value: object): void {
    if (Array.isArray(value)) {
      this.account.charge(bytesPerElement && 16 + bytesPerElement * value.length);
    } else if (makes) {
      this.account.charge(64);
    }
    if (makes) {
      sizeOf(value);
    }
  }
}

/** Parts that JSONata evaluates side by side, such as the values of an object, are nested in their own parent alone. */
function depthAround({ parent }: Notes, current: number): number {
  for (let around = parent; around; around = around.parent) {
    const depth = around.depths.at(-1);
    if (depth !== undefined) {
      return depth;
    }
  }
  return current;
}
