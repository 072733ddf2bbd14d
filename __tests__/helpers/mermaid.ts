interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string; readonly ErrorEquals: readonly string[] }[];
}

/** A definition as a Mermaid graph: what follows in order as arrows, what follows an error as dotted ones. */
export function mermaidOf(definition: { StartAt: string; States: Record<string, State> }): string {
  const lines = ['flowchart TD', `  start([Start]) --> ${definition.StartAt}`];
  for (const [name, { Next, Default, Choices = [], Catch = [] }] of Object.entries(definition.States)) {
    const choices = Choices.map((choice) => choice.Next);
    for (const next of [...choices, ...(Default ? [Default] : []), ...(Next ? [Next] : [])]) {
      lines.push(`  ${name} --> ${next}`);
    }
    for (const { Next: next, ErrorEquals } of Catch) {
      const [error = ''] = ErrorEquals;
      const arrow = error === 'States.ALL' ? '-.->' : `-. ${error.replace(/^.*\./, '')} .->`;
      lines.push(`  ${name} ${arrow} ${next}`);
    }
  }
  // Several rules of a Choice may lead to one state.
  return [...new Set(lines)].join('\n');
}
