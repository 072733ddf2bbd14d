import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { project, readDocument, readmes } from '../../helpers/documents';
import { pathsInTree } from '../../helpers/markdown';

/** A line of .gitignore, of which this project uses names and `*` alone. */
const asRegExp = (pattern: string) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);

const foldersIn = (folder: string) =>
  readdirSync(path.join(project, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => `${name}/`);

const treeIn = (file: string) => {
  const [, tree = ''] = /^```\n(main\.ts [^]*?)\n```$/m.exec(readDocument(file)) ?? [];
  return pathsInTree(tree);
};

describe.each([...readmes, 'docs/change.md'])('the tree in %s', (file) => {
  const named = treeIn(file);

  test('names nothing that is not there, so that a newcomer finds what it describes', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !existsSync(path.join(project, name)))).toEqual([]);
  });

  test('names every top-level folder with sources, so that none needs to be guessed', () => {
    // `imports/` exists only while resources are adopted.
    const notSources = [...readDocument('.gitignore').split('\n'), 'imports/', '.git/', '.idea/', '.vscode/'];
    const sources = foldersIn('.').filter(
      (folder) => !notSources.some((pattern) => asRegExp(pattern).test(folder)),
    );
    expect(sources.filter((folder) => !named.includes(folder))).toEqual([]);
  });
});

test.each([
  'asl',
  'modules',
  'clients',
  'commands',
  'local',
  'packages',
  'packages/local-aws/src',
  'simulation',
  '__tests__',
])('the tree in docs/change.md names every folder in %s/', (folder) => {
  const folders = foldersIn(folder).map((name) => `${folder}/${name}`);
  expect(folders.filter((name) => !treeIn('docs/change.md').includes(name))).toEqual([]);
});
