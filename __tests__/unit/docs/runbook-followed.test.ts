import { readFileSync } from 'node:fs';
import path from 'node:path';
import { followedElsewhere, notHere } from '../../end-to-end/runbook/elsewhere';
import { entries } from '../../helpers/runbook';

const tests = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(tests, file), 'utf8');
// Read as a text, because the cases load every command.
const followed = [...read('end-to-end/runbook/cases.ts').matchAll(/^ {4}heading:\s+'([^']+)',$/gm)].map(
  ([, heading = '']) => heading,
);

test('each heading of the runbook with a symptom has one case that follows it, so that none is only believed', () => {
  const cases = [...followed, ...Object.keys(followedElsewhere), ...Object.keys(notHere)];
  expect(followed.length).toBeGreaterThan(20);
  expect([...cases].sort()).toEqual(
    entries()
      .map(({ heading }) => heading)
      .sort(),
  );
});

test.each(Object.entries(followedElsewhere))(
  '"%s" is followed by a test that is there',
  (_, [file, title]) => {
    expect(read(file)).toContain(title);
  },
);

test('one heading cannot be followed on one machine, and says why', () => {
  expect(Object.values(notHere)).toEqual([expect.stringMatching(/\w+ \w+ \w+/)]);
});
