import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { failures } from '../../../local/demo/failures';
import { environmentNames } from '../../../settings/environments';
import { anchorOf, headingsOf, pathsInTree, relativeLinksOf } from '../../helpers/markdown';
import { mermaidOf } from '../../helpers/mermaid';

const project = path.join(__dirname, '..', '..', '..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8').replace(/\r\n/g, '\n');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
const readmes = ['README.md', 'README.ja.md'];
const documents = [...readmes, ...readdirSync(path.join(project, 'docs')).map((file) => `docs/${file}`)];

/** The npm scripts that a document names; `$WORKSPACE` stands for either. */
const scriptsIn = (file: string) => {
  const texts = environmentNames.map((name) => read(file).replaceAll('$WORKSPACE', name));
  const matches = texts.flatMap((text) => [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)]);
  return [...new Set(matches.map(([, name = '']) => name))].sort();
};

describe.each(readmes)('the graphs in %s', (file) => {
  test.each(['ServiceProcessingOrchestrator', 'StripeMeterEventRecovery'])(
    'show %s as it is defined, so that nobody operates what is not deployed',
    (name) => {
      const graph = mermaidOf(JSON.parse(read(`asl/${name}.asl.json`)));
      expect(read(file)).toContain(`\`\`\`mermaid\n${graph}\n\`\`\``);
    },
  );
});

test.each(documents)('every npm script that %s names exists', (file) => {
  expect(scriptsIn(file).filter((name) => !(name in scripts))).toEqual([]);
});

test('the Japanese README says as much as the other, so that neither falls behind', () => {
  const [english, japanese] = readmes.map((file) => {
    // The figures are in one place.
    const text = read(file).replace(/^## (Figures|計測値)\n[^]*?^(?=## )/m, '');
    return {
      scripts: scriptsIn(file),
      headings: [...text.matchAll(/^#+(?= )/gm)].map(([level]) => level),
      code: [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code).sort(),
      links: [...text.matchAll(/\]\(([^)]+)\)/g)]
        .map(([, link]) => link)
        .filter((link) => !readmes.includes(link ?? ''))
        .sort(),
      points: text.match(/^- /gm)?.length,
      rows: text.match(/^\|/gm)?.length,
    };
  });
  expect(japanese).toEqual(english);
});

test('the README names every failure that the demo can make happen', () => {
  const named = Object.keys(failures).filter((name) => read('README.md').includes(`\`${name}\``));
  expect(named).toEqual(Object.keys(failures));
});

test.each(documents)('every file and heading that %s links to exists', (file) => {
  const missing = relativeLinksOf(read(file)).filter(({ file: link, anchor }) => {
    const target = link ? path.posix.join(path.posix.dirname(file), link) : file;
    const exists = existsSync(path.join(project, target));
    return !exists || (anchor && !headingsOf(read(target)).map(anchorOf).includes(anchor));
  });
  expect(missing).toEqual([]);
});

/** A line of .gitignore, of which this project uses names and `*` alone. */
const asRegExp = (pattern: string) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);

describe.each(readmes)('the tree in %s', (file) => {
  const [, tree = ''] = /^```\n(main\.ts [^]*?)\n```$/m.exec(read(file)) ?? [];
  const named = pathsInTree(tree);
  const foldersIn = (folder: string) =>
    readdirSync(path.join(project, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${name}/`);

  test('names nothing that is not there, so that a newcomer finds what it describes', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !existsSync(path.join(project, name)))).toEqual([]);
  });

  test('names every top-level folder with sources, so that none needs to be guessed', () => {
    // `imports/` exists only while resources are adopted.
    const notSources = [...read('.gitignore').split('\n'), 'imports/', '.git/', '.idea/', '.vscode/'];
    const sources = foldersIn('.').filter(
      (folder) => !notSources.some((pattern) => asRegExp(pattern).test(folder)),
    );
    expect(sources.filter((folder) => !named.includes(folder))).toEqual([]);
  });

  test.each(['clients', 'commands', 'local', 'packages', 'simulation', '__tests__'])(
    'names every folder in %s/',
    (folder) => {
      const folders = foldersIn(folder).map((name) => `${folder}/${name}`);
      expect(folders.filter((name) => !named.includes(name))).toEqual([]);
    },
  );
});

test.each(Object.entries(scripts))('the script %s needs no shell of one platform', (_, command) => {
  expect(command).not.toMatch(/[;|>$]|&&|^\w+=/);
});
