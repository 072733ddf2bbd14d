/** Texts whose compiled expressions are kept; the oldest gives way to a new one. */
const maximumTexts = 2_000;

/**
 * Keeps compiled expressions by their text: parsing takes longer than most evaluations. An expression holds the
 * state of its evaluation, so each serves one evaluation at a time.
 */
export class CompiledExpressions<Compiled> {
  private readonly idle = new Map<string, Compiled[]>();

  constructor(private readonly compile: (text: string) => Compiled) {}

  /** @throws what compiling or `evaluate` throws */
  async use<T>(text: string, evaluate: (expression: Compiled) => Promise<T>): Promise<T> {
    const expression = this.idle.get(text)?.pop() ?? this.compile(text);
    const result = await evaluate(expression);
    // After an error it is not kept: parts of the evaluation may still go on.
    this.keep(text, expression);
    return result;
  }

  private keep(text: string, expression: Compiled): void {
    const others = this.idle.get(text);
    if (others) {
      others.push(expression);
      return;
    }
    if (this.idle.size >= maximumTexts) {
      this.idle.delete(this.idle.keys().next().value!);
    }
    this.idle.set(text, [expression]);
  }
}
