import { isDeepStrictEqual } from 'node:util';

type Fields = Record<string, unknown>;
type States = Record<string, Fields>;

/** How a deployed definition differs from the expected one, by state and field; empty if they are equal. */
export function definitionDifferences(deployed: string, expected: string): string[] {
  const { States: is = {}, ...fields } = JSON.parse(deployed) as { States?: States };
  const { States: should = {}, ...expectedFields } = JSON.parse(expected) as { States?: States };
  const [states, expectedStates] = [withNested(is), withNested(should)];
  return [
    ...differing(fields, expectedFields).map((name) => `${name} differs`),
    ...differing(states, expectedStates).map((name) => {
      if (!(name in states)) {
        return `the state ${name} is missing`;
      }
      return name in expectedStates
        ? `the state ${name} differs`
        : `the state ${name} is not the repository's`;
    }),
  ];
}

/** All states side by side, those inside a Map too: a name stands once in a definition. */
function withNested(states: States): States {
  return Object.fromEntries(
    Object.entries(states).flatMap(([name, state]): [string, Fields][] => {
      const { States: nested, ...processor } = (state.ItemProcessor ?? {}) as { States?: States };
      return nested
        ? [[name, { ...state, ItemProcessor: processor }], ...Object.entries(withNested(nested))]
        : [[name, state]];
    }),
  );
}

function differing(is: Record<string, unknown>, should: Record<string, unknown>): string[] {
  const names = [...new Set([...Object.keys(should), ...Object.keys(is)])];
  return names.filter((name) => !isDeepStrictEqual(is[name], should[name]));
}
