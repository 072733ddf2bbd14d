import jsonata from 'jsonata';
import { CompiledExpressions } from './compiled-expressions';
import { registerFunctions } from './functions';

/** Deepest nesting that Step Functions evaluates. */
const maximumDepth = 100;

/** An endless tail recursion loops instead of nesting; only a time limit can stop it. */
const maximumMilliseconds = 5_000;

/** An expression with what one evaluation of it needs. */
class Compiled {
  private readonly expression: jsonata.Expression;
  private depth = 0;
  private deadline = 0;
  private now = new Date(0);

  constructor(text: string) {
    this.expression = jsonata(text);
    registerFunctions(this.expression, () => this.now);
    this.bound();
  }

  evaluate(bindings: Record<string, unknown>, now: Date): Promise<unknown> {
    this.depth = 0;
    this.deadline = Date.now() + maximumMilliseconds;
    this.now = now;
    return this.expression.evaluate(undefined, { ...bindings, eval: undefined });
  }

  /** JSONata calls these two around each step of an evaluation. */
  private bound(): void {
    const enter = () => {
      this.depth += 1;
      if (this.depth > maximumDepth) {
        throw {
          message:
            'Stack overflow error: Check for non-terminating recursive function.  ' +
            `Consider rewriting as tail-recursive. Depth=${this.depth} max=${maximumDepth}`,
        };
      }
      if (Date.now() > this.deadline) {
        throw { message: 'Expression evaluation timeout: Check for infinite loop' };
      }
    };
    const leave = () => {
      this.depth -= 1;
    };
    // The typings know names only as strings.
    this.expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, enter);
    this.expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, leave);
  }
}

const compiled = new CompiledExpressions((text) => new Compiled(text));

/**
 * Evaluates one JSONata expression as Step Functions does: without an input of its own, with its functions,
 * without `$eval`, bounded in depth and time.
 *
 * @param now what `$now()` and `$millis()` tell
 * @throws what JSONata throws: an object with a `message` and mostly a `code`
 */
export async function evaluateJsonata(
  text: string,
  bindings: Record<string, unknown>,
  now: Date,
): Promise<unknown> {
  return compiled.use(text, (expression) => expression.evaluate(bindings, now));
}
