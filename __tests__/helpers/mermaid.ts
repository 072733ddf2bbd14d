interface Workflow {
  readonly StartAt: string;
  readonly States: Record<string, State>;
}

interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string; readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: Workflow;
}

/**
 * A definition as a Mermaid graph: what follows in order as arrows, what follows an error as dotted ones, and what a
 * Map does for each item as a graph within.
 */
export function mermaidOf(definition: Workflow): string {
  const lines = ['flowchart TD', `  start([Start]) --> ${definition.StartAt}`, ...linesOf(definition)];
  // Several rules of a Choice may lead to one state.
  return [...new Set(lines)].join('\n');
}

function linesOf({ States }: Workflow): string[] {
  return Object.entries(States).flatMap(
    ([name, { Next, Default, Choices = [], Catch = [], ItemProcessor }]) => {
      const choices = Choices.map((choice) => choice.Next);
      const following = [...choices, ...(Default ? [Default] : []), ...(Next ? [Next] : [])];
      return [
        ...(ItemProcessor ? [subgraph(name, ItemProcessor)] : []),
        ...following.map((next) => `  ${name} --> ${next}`),
        ...Catch.map(({ Next: next, ErrorEquals: [error = ''] }) => {
          const arrow = error === 'States.ALL' ? '-.->' : `-. ${error.replace(/^.*\./, '')} .->`;
          return `  ${name} ${arrow} ${next}`;
        }),
      ];
    },
  );
}

/** One text, so that its `end` is not taken for that of another Map. */
function subgraph(name: string, processor: Workflow): string {
  const inner = [...new Set([`  ${processor.StartAt}`, ...linesOf(processor)])];
  return [
    `  subgraph ${name} [${name}, for each item]`,
    ...inner.map((line) => line.replace(/^/gm, '  ')),
    '  end',
  ].join('\n');
}
