import type { Expression } from 'jsonata';
import { CompiledExpressions } from './compiled-expressions';
import { registerFunctions } from './functions';
import { countRegExpsFor } from '../jsonata/bounded-regexp';
import { compile } from '../jsonata/compile';
import { evaluationError } from '../jsonata/evaluation-error';
import { Guard } from '../jsonata/guard';
import { guarded, type FunctionDefinition } from '../jsonata/guarded-functions';
import { annotate } from '../jsonata/syntax';

/** An expression with what one evaluation of it needs. */
class Compiled {
  private readonly expression: Expression;
  private readonly guard = new Guard();
  private readonly names: ReadonlySet<string>;
  private prepared = false;
  private now = new Date(0);

  constructor(text: string) {
    this.expression = compile(text);
    registerFunctions(this.expression, () => this.now);
    this.names = annotate(this.expression.ast());
    // The typings know names only as strings.
    this.expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, this.guard.enter);
    this.expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, this.guard.leave);
  }

  async evaluate(bindings: Record<string, unknown>, now: Date): Promise<unknown> {
    if (!this.prepared) {
      await this.guardFunctions();
      this.prepared = true;
    }
    this.now = now;
    this.guard.reset();
    const { account } = this.guard;
    countRegExpsFor(account);
    try {
      return await this.expression.evaluate(undefined, { ...bindings, eval: undefined });
    } catch (problem) {
      throw evaluationError(problem);
    } finally {
      // After an error JSONata still goes on with what it evaluates side by side.
      account.close();
    }
  }

  private async guardFunctions(): Promise<void> {
    for (const name of this.names) {
      const definition = await definitionOf(name);
      if (definition) {
        this.expression.assign(
          name,
          guarded(name, definition, () => this.guard.account),
        );
      }
    }
  }
}

const definitions = new Map<string, FunctionDefinition | undefined>();

/** JSONata's own function of that name, or the one that Step Functions adds; none for a variable. */
async function definitionOf(name: string): Promise<FunctionDefinition | undefined> {
  if (['now', 'millis', 'eval', '', '$'].includes(name)) {
    return undefined;
  }
  if (!definitions.has(name)) {
    const expression = compile(`$${name}`);
    registerFunctions(expression);
    definitions.set(name, (await expression.evaluate(undefined)) as FunctionDefinition | undefined);
  }
  return definitions.get(name);
}

const compiled = new CompiledExpressions((text) => new Compiled(text));

/** One evaluation at a time, so that the limits of one are those of the process. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Evaluates one JSONata expression as Step Functions does: without an input of its own, with its functions,
 * without `$eval`, bounded in depth, memory and time.
 *
 * @param now what `$now()` and `$millis()` tell
 * @throws EvaluationError
 */
export function evaluateJsonata(
  text: string,
  bindings: Record<string, unknown>,
  now: Date,
): Promise<unknown> {
  const evaluate = () => compiled.use(text, (expression) => expression.evaluate(bindings, now));
  const evaluation = last.then(evaluate, evaluate);
  last = evaluation;
  return evaluation;
}
