import { isDeepStrictEqual } from 'node:util';

type Definition = Record<string, unknown> & { States?: Record<string, unknown> };

/** How a deployed definition differs from the expected one, by state and field; empty if they are equal. */
export function definitionDifferences(deployed: string, expected: string): string[] {
  const { States: is = {}, ...fields } = JSON.parse(deployed) as Definition;
  const { States: should = {}, ...expectedFields } = JSON.parse(expected) as Definition;
  return [
    ...differing(fields, expectedFields).map((name) => `${name} differs`),
    ...differing(is, should).map((name) => {
      if (!(name in is)) {
        return `the state ${name} is missing`;
      }
      return name in should ? `the state ${name} differs` : `the state ${name} is not the repository's`;
    }),
  ];
}

function differing(is: Record<string, unknown>, should: Record<string, unknown>): string[] {
  const names = [...new Set([...Object.keys(should), ...Object.keys(is)])];
  return names.filter((name) => !isDeepStrictEqual(is[name], should[name]));
}
