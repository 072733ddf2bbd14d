import { failures } from '../../../local/demo/failures';
import { readDocument, readmes } from '../../helpers/documents';

interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

const { States: states } = JSON.parse(readDocument('asl/ServiceProcessingOrchestrator.asl.json')) as {
  States: Record<string, State>;
};
const withoutErrors = ({ Next, Default, Choices = [] }: State = {}) =>
  [Next, Default, ...Choices.map((choice) => choice.Next)].filter((name) => name !== undefined);

/** Whether one state comes after another, through any number of others. */
function follows(from: string, to: string, seen = new Set<string>()): boolean {
  return withoutErrors(states[from]).some((next) => {
    if (next === to) {
      return true;
    }
    return !seen.has(next) && follows(next, to, seen.add(next));
  });
}

test.each(readmes)('%s can be read in five minutes, so that a newcomer reads it', (file) => {
  expect(readDocument(file).split('\n').length).toBeLessThanOrEqual(200);
});

test.each(readmes)('%s names every failure that the demo can make happen', (file) => {
  const named = Object.keys(failures).filter((name) => readDocument(file).includes(`\`${name}\``));
  expect(named).toEqual(Object.keys(failures));
});

describe.each(readmes)('the picture in %s', (file) => {
  const [, picture = ''] = /```mermaid\n([^]*?)```/.exec(readDocument(file)) ?? [];
  const arrows = [...picture.matchAll(/^ +(\w+) (-->|-\. .+ \.->) (\w+)/gm)].map(
    ([, from = '', arrow = '', to = '']) => ({ from, arrow, to }),
  );
  const between = (solid: boolean) =>
    arrows.filter(({ from, arrow }) => from in states && (arrow === '-->') === solid);

  test('shows states in the order in which a file goes through them', () => {
    expect(between(true).length).toBeGreaterThan(4);
    expect(between(true).filter(({ from, to }) => !follows(from, to))).toEqual([]);
  });

  test('shows an error where the definition catches it', () => {
    const caught = ({ from, to }: { from: string; to: string }) =>
      states[from]?.Catch?.some(({ Next }) => Next === to);
    expect(between(false).length).toBeGreaterThan(0);
    expect(between(false).filter((arrow) => !caught(arrow))).toEqual([]);
  });
});
