/** A JSONata expression. In a definition it stands between `{%` and `%}`; within another expression it does not. */
export class Jsonata {
  constructor(readonly text: string) {}

  /** As it stands in a definition. */
  toJSON(): string {
    return `{% ${this.text} %}`;
  }
}

/**
 * Writes an expression: jsonata`$max([0, ${age}])`. A line break in the source becomes one space, because a definition
 * has each expression on one line.
 *
 * @param parts numbers, texts that are `quoted`, and expressions; those are put in as they are, so that parentheses stand
 *   around the place where what follows would bind more strongly
 */
export function jsonata(texts: TemplateStringsArray, ...parts: readonly (Jsonata | number)[]): Jsonata {
  const written = texts.map((text, index) => {
    const part = parts[index];
    return text.replace(/\s*\n\s*/g, ' ') + (part instanceof Jsonata ? part.text : String(part ?? ''));
  });
  return new Jsonata(written.join('').trim());
}

/** A text within an expression. @throws if it contains an apostrophe, which would end it */
export function quoted(text: string): Jsonata {
  if (text.includes("'")) {
    throw new Error(`The text «${text}» of an expression contains an apostrophe.`);
  }
  return new Jsonata(`'${text}'`);
}
