import jsonata from 'jsonata';
import { registerFunctions } from './functions';

/** Deepest nesting that Step Functions evaluates. */
const maximumDepth = 100;

/** An endless tail recursion loops instead of nesting; only a time limit can stop it. */
const maximumMilliseconds = 5_000;

/**
 * Evaluates one JSONata expression as Step Functions does: without an input of its own, with its functions,
 * without `$eval`, bounded in depth and time.
 *
 * @throws what JSONata throws: an object with a `message` and mostly a `code`
 */
export async function evaluateJsonata(text: string, bindings: Record<string, unknown>): Promise<unknown> {
  const expression = jsonata(text);
  registerFunctions(expression);
  bound(expression);
  return expression.evaluate(undefined, { ...bindings, eval: undefined });
}

/** JSONata calls these two around each step of an evaluation. */
function bound(expression: jsonata.Expression): void {
  const deadline = Date.now() + maximumMilliseconds;
  let depth = 0;
  const enter = () => {
    depth += 1;
    if (depth > maximumDepth) {
      throw {
        message:
          'Stack overflow error: Check for non-terminating recursive function.  ' +
          `Consider rewriting as tail-recursive. Depth=${depth} max=${maximumDepth}`,
      };
    }
    if (Date.now() > deadline) {
      throw { message: 'Expression evaluation timeout: Check for infinite loop' };
    }
  };
  const leave = () => {
    depth -= 1;
  };
  // The typings know names only as strings.
  expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, enter);
  expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, leave);
}
