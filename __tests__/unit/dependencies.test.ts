import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { projectDirectory } from '../../clients/terraform/synth';

interface Package {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const packageIn = (folder: string) =>
  JSON.parse(readFileSync(path.join(projectDirectory, folder, 'package.json'), 'utf8')) as Package;

/** What an installation without devDependencies runs. */
const product = ['main.ts', 'ledger', 'settings', 'asl', 'stacks', 'modules', 'clients', 'commands', 'local'];
/** The benchmark, the random histories and the rendering use packages of the tests, in a full installation. */
const forDevelopment = ['bench', 'chaos', 'render'].map((name) => path.join('commands', name));
/** Scripts that are for work on the project itself. */
const scriptsForDevelopment = [
  'bench',
  'chaos',
  'render',
  'test',
  'typecheck',
  'lint',
  'format',
  'format:check',
];

function filesBelow(name: string): string[] {
  const file = path.join(projectDirectory, name);
  if (forDevelopment.includes(name)) {
    return [];
  }
  if (!statSync(file).isDirectory()) {
    return name.endsWith('.ts') ? [name] : [];
  }
  return readdirSync(file).flatMap((entry) => filesBelow(path.join(name, entry)));
}

/** The packages that a source file imports, requires or resolves. */
function packagesOf(source: string): string[] {
  const specifiers = [
    ...source.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\(|\brequire\.resolve\()\s*'([@\w][^']*)'/g),
  ].map(([, specifier = '']) => specifier);
  return specifiers
    .filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
    .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0]);
}

/** What the files of some folders import, sorted, each once. */
function importedBelow(folders: readonly string[]): string[] {
  const imported = folders
    .flatMap(filesBelow)
    .flatMap((file) => packagesOf(readFileSync(path.join(projectDirectory, file), 'utf8')));
  return [...new Set(imported)].sort();
}

/** What scripts have Node.js load, or start themselves. */
const startedBy = ({ scripts = {} }: Package) =>
  Object.entries(scripts)
    .filter(([name]) => !scriptsForDevelopment.includes(name))
    .map(([, command]) => /^node --require ([\w-]+)/.exec(command)?.[1] ?? command.split(' ')[0]!);

const namesOf = (versions: Readonly<Record<string, string>> = {}) => Object.keys(versions).sort();
const sorted = (names: readonly string[]) => [...new Set(names)].sort();

const root = packageIn('.');
const workspaces = readdirSync(path.join(projectDirectory, 'packages')).map((name) =>
  path.join('packages', name),
);
const all = ['.', ...workspaces];

test('dependencies are exactly what the commands and the synthesis use, so that an installation without the rest runs them', () => {
  expect(product.flatMap(filesBelow)).toContain(path.join('commands', 'deploy', 'index.ts'));
  expect(namesOf(root.dependencies)).toEqual(sorted([...importedBelow(product), ...startedBy(root)]));
});

test.each(workspaces)('%s names exactly what its sources use, so that it also works elsewhere', (folder) => {
  const own = packageIn(folder);
  const used = importedBelow([path.join(folder, 'src')]);
  expect(namesOf(own.dependencies)).toEqual(sorted([...used, ...startedBy(own)]));
});

test.each(workspaces)(
  '%s names what its tests use besides, so that they need nothing of others',
  (folder) => {
    const own = packageIn(folder);
    const used = importedBelow([path.join(folder, 'test')]).filter((name) => name !== own.name);
    expect(namesOf(own.devDependencies)).toEqual(used.filter((name) => !(name in (own.dependencies ?? {}))));
  },
);

test.each(all)('in %s no package stands in both lists, where nobody could tell what it is for', (folder) => {
  const { dependencies, devDependencies = {} } = packageIn(folder);
  expect(namesOf(dependencies).filter((name) => name in devDependencies)).toEqual([]);
});

test('every version is exact and the same everywhere, because an upgrade is a decision', () => {
  const versions = new Map<string, string>();
  for (const { dependencies, devDependencies } of all.map(packageIn)) {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
      expect(`${name} ${version}`).toBe(`${name} ${versions.get(name) ?? version}`);
      versions.set(name, version);
    }
  }
});
