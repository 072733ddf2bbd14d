import { Unsupported } from './attribute-values';

const token = /\s*(#\w+|:\w+|[A-Za-z_]\w*|<>|<=|>=|[<>=+(),-])/y;

/** The words and signs of one expression, read from left to right. */
export class Tokens {
  private readonly all: string[] = [];
  private next = 0;

  constructor(private readonly expression: string) {
    token.lastIndex = 0;
    while (token.lastIndex < expression.trimEnd().length) {
      const found = token.exec(expression);
      if (!found) {
        throw new Unsupported(`The model of DynamoDB cannot read '${expression}'.`);
      }
      this.all.push(found[1]!);
    }
  }

  get ended(): boolean {
    return this.next === this.all.length;
  }

  /** Whether the next one is this word, in any case, which is then passed. */
  take(word: string): boolean {
    const found = this.all[this.next]?.toUpperCase() === word.toUpperCase();
    this.next += found ? 1 : 0;
    return found;
  }

  expect(word: string): void {
    if (!this.take(word)) {
      throw this.unexpected();
    }
  }

  word(): string {
    const found = this.all[this.next];
    if (found === undefined || !/^[#:A-Za-z_]/.test(found)) {
      throw this.unexpected();
    }
    this.next += 1;
    return found;
  }

  unexpected(): Unsupported {
    return new Unsupported(
      `The model of DynamoDB does not know '${this.all[this.next] ?? 'the end'}' in '${this.expression}'.`,
    );
  }
}
