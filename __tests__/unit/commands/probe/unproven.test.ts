import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openQuestions } from '../../../../commands/probe/open-questions';
import { questions } from '../../../../commands/probe/questions';
import { unproven } from '../../../../commands/probe/unproven';

const project = path.join(__dirname, '..', '..', '..', '..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8');

/** The words by which this project says that it has no proof. */
const admissions = new RegExp(
  [
    ...[
      '\\[\\?\\]',
      'not documented',
      'undocumented',
      'unverified',
      'unproven',
      'not confirmed',
      'unconfirmed',
    ],
    ...['users report', '(repositories|public) reports?', 'reported from', 'public use', 'production use'],
    ...[
      '(do|does) not say',
      'documents no',
      'none of the guides',
      'no guide',
      'recorded from AWS',
      'says number',
    ],
    // Stripe's own sentence has the word.
    ...['probably (?!means you submitted)', 'presumably', 'apparently'],
  ].join('|'),
  'i',
);

/** Where the words speak of something else than AWS's and Stripe's behaviour. */
const otherMatters = [
  // E-mail addresses that nobody has confirmed yet.
  { folder: 'commands/', words: /not confirmed/ },
  // An operator reads what an e-mail, a record or an answer does not say.
  { folder: 'docs/', words: /does not say/ },
  { folder: 'commands/', words: /does not say/ },
];

const workspaces = readdirSync(path.join(project, 'packages')).map((name) => `packages/${name}/src`);
const folders = [
  ...['asl', 'clients', 'commands', 'docs', 'ledger', 'local', 'modules', 'settings', 'simulation', 'stacks'],
  ...workspaces,
];
const files = [
  'README.md',
  ...folders.flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|py|json|md)$/.test(file))
      .map((file) => path.join(folder, file).split(path.sep).join('/')),
  ),
].filter((file) => !file.startsWith('commands/probe/'));

test('every admission that something is not proven has its question, or the reason why it has none', () => {
  const admitted = files.flatMap((file) =>
    read(file)
      .split('\n')
      .filter((line) => {
        const [words] = admissions.exec(line) ?? [];
        return (
          words && !otherMatters.some((other) => file.startsWith(other.folder) && other.words.test(words))
        );
      })
      .map((line) => ({ file, line: line.trim() })),
  );
  expect(admitted.length).toBeGreaterThan(8);
  expect(
    admitted.filter(
      ({ file, line }) => !unproven.some(([, where, text]) => where === file && line.includes(text)),
    ),
  ).toEqual([]);
});

test('no entry is stale: its sentence still stands where the entry says', () => {
  expect(
    unproven.filter(([, file, text]) => !existsSync(path.join(project, file)) || !read(file).includes(text)),
  ).toEqual([]);
});

test('every entry leads to a question or a reason, and every reason has an entry or is a gap of its own', () => {
  const known = [...questions.map(({ id }) => id), ...openQuestions.map(({ what }) => what)];
  expect(unproven.filter(([asked]) => !known.includes(asked))).toEqual([]);
  expect(openQuestions.filter(({ what }) => !unproven.some(([asked]) => asked === what))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

test('what depends on a question exists, so that a disagreement leads somewhere', () => {
  const missing = questions.flatMap(({ id, dependsOn }) =>
    [...dependsOn].filter((file) => !existsSync(path.join(project, file))).map((file) => ({ id, file })),
  );
  expect(missing).toEqual([]);
  expect(questions.filter(({ dependsOn }) => dependsOn.length === 0)).toEqual([]);
});
