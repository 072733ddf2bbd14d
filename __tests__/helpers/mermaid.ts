interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string; readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: Definition;
}

interface Definition {
  readonly StartAt: string;
  readonly States: Record<string, State>;
}

/**
 * A definition as a Mermaid graph: what follows in order as arrows, what follows an error as dotted ones, and what a
 * Map does for each item as a graph of its own inside.
 */
export function mermaidOf(definition: Definition): string {
  // Several rules of a Choice may lead to one state.
  return ['flowchart TD', ...new Set(linesOf(definition, 'start([Start])', '  '))].join('\n');
}

function linesOf({ StartAt, States }: Definition, start: string, indent: string): string[] {
  const lines = [`${indent}${start} --> ${StartAt}`];
  for (const [name, { Next, Default, Choices = [], Catch = [], ItemProcessor }] of Object.entries(States)) {
    if (ItemProcessor) {
      lines.push(
        `${indent}subgraph ${name}`,
        ...linesOf(ItemProcessor, `${name}Item([Each item])`, `${indent}  `),
        `${indent}end`,
      );
    }
    const choices = Choices.map((choice) => choice.Next);
    for (const next of [...choices, ...(Default ? [Default] : []), ...(Next ? [Next] : [])]) {
      lines.push(`${indent}${name} --> ${next}`);
    }
    const afterAnyError = Catch.find(({ ErrorEquals }) => ErrorEquals[0] === 'States.ALL')?.Next;
    for (const { Next: next, ErrorEquals } of Catch) {
      const [error = ''] = ErrorEquals;
      // A named error that leads where any other does is not worth an arrow.
      const arrow = next === afterAnyError ? '-.->' : `-. ${error.replace(/^.*\./, '')} .->`;
      lines.push(`${indent}${name} ${arrow} ${next}`);
    }
  }
  return lines;
}
