import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { projectDirectory } from '../../clients/terraform/synth';
import { dependencies, devDependencies, scripts } from '../../package.json';

/** What runs in operation. The demo and the benchmark run the emulators and the tests, in a full installation. */
const runTime = ['main.ts', 'settings', 'stacks', 'modules', 'clients', 'commands'];
const exceptions = ['demo', 'bench', 'chaos'].map((name) => path.join('commands', name));

/** Scripts that are for work on the project itself. */
const forDevelopment = ['demo', 'bench', 'chaos', 'test', 'typecheck', 'lint', 'format', 'format:check'];

function filesBelow(name: string): string[] {
  const file = path.join(projectDirectory, name);
  if (exceptions.includes(name)) {
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

const files = runTime.flatMap(filesBelow);
const imported = files.flatMap((file) => packagesOf(readFileSync(path.join(projectDirectory, file), 'utf8')));
/** What the scripts have Node.js load, or start themselves. */
const started = Object.entries(scripts)
  .filter(([name]) => !forDevelopment.includes(name))
  .map(([, command]) => /^node --require ([\w-]+)/.exec(command)?.[1] ?? command.split(' ')[0]!);

test('dependencies are exactly what the commands and the synthesis use, so that an installation without the rest runs them', () => {
  expect(files).toContain(path.join('commands', 'deploy', 'index.ts'));
  expect(Object.keys(dependencies).sort()).toEqual([...new Set([...imported, ...started])].sort());
});

test('no package stands in both lists, where nobody could tell what it is for', () => {
  expect(Object.keys(dependencies).filter((name) => name in devDependencies)).toEqual([]);
});

test('every version is exact, because an upgrade is a decision', () => {
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
  }
});
