import { diffLines, hunksOf } from '../../../../commands/plan/line-diff';

const pretty = (value: unknown) => JSON.stringify(value, null, 2).split('\n');

test('a diff turns the one text into the other and touches no line that is in both', () => {
  const [before, after] = [
    ['a', 'b', 'c', 'd', 'e'],
    ['a', 'x', 'c', 'e', 'f'],
  ];
  const diff = diffLines(before, after);
  expect(diff.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(before);
  expect(diff.filter(({ sign }) => sign !== '-').map(({ text }) => text)).toEqual(after);
  expect(diff.filter(({ sign }) => sign === ' ').map(({ text }) => text)).toEqual(['a', 'c', 'e']);
});

test('removed lines come before added ones, as readers of diffs expect', () => {
  expect(diffLines(['a'], ['b']).map(({ sign }) => sign)).toEqual(['-', '+']);
});

test('the same text has no hunks', () => {
  expect(hunksOf(diffLines(['a', 'b'], ['a', 'b']))).toEqual([]);
});

test('two changes far apart are two hunks, each under its own keys', () => {
  const document = (first: number, second: number) => ({
    One: { deep: { p: 1, q: 2, r: 3, value: first } },
    Two: { a: 1, b: 2, c: 3, d: 4, value: second },
  });
  const hunks = hunksOf(diffLines(pretty(document(1, 1)), pretty(document(2, 2))));
  expect(hunks.filter((line) => line.startsWith('@@'))).toEqual(['@@ One.deep @@', '@@ Two @@']);
  expect(hunks.filter((line) => /^[-+]/.test(line))).toHaveLength(4);
});
