import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const project = path.join(__dirname, '..', '..');
const roots = [
  'ledger',
  'settings',
  'asl',
  'modules',
  'stacks',
  'clients',
  'local',
  'commands',
  'simulation',
  'packages',
];

const sources = roots.flatMap((root) =>
  readdirSync(path.join(project, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(root, file)),
);

/** The files that a file imports, from the project's folder. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(project, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, specifier = '']) => {
    const target = path.join(path.dirname(file), specifier.replace(/\.js$/, ''));
    return existsSync(path.join(project, `${target}.ts`)) ? `${target}.ts` : path.join(target, 'index.ts');
  });
}

/** Which folders of a parent import from which others of it. */
function importsBetween(parent: string): Map<string, Set<string>> {
  const child = (file: string) => {
    const [first, ...rest] = path.relative(parent, file).split(path.sep);
    return first !== '..' && rest.length > 0 ? first : undefined;
  };
  const edges = new Map<string, Set<string>>();
  for (const file of sources) {
    const from = child(file);
    for (const to of from === undefined ? [] : importsOf(file).map(child)) {
      if (from !== undefined && to !== undefined && to !== from) {
        edges.set(from, (edges.get(from) ?? new Set()).add(to));
      }
    }
  }
  return edges;
}

/** A way from a folder back to itself. */
function cycleIn(edges: Map<string, Set<string>>): string[] | undefined {
  const walk = (at: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(at)) {
      return [...way.slice(way.indexOf(at)), at];
    }
    for (const next of edges.get(at) ?? []) {
      const found = walk(next, [...way, at]);
      if (found) {
        return found;
      }
    }
    return undefined;
  };
  return [...edges.keys()].map((start) => walk(start, [])).find((found) => found);
}

test.each([
  '.',
  'asl/src',
  'modules',
  'clients',
  'local',
  'simulation',
  'packages/local-aws/src',
  'packages/local-aws/src/step-functions',
  'commands',
  'commands/shared',
])('no two folders in %s need each other, so that each can be read without the other', (parent) => {
  expect(cycleIn(importsBetween(parent))).toBeUndefined();
});

test.each(['ledger', 'settings'])(
  'no two files in %s need each other, so that each fact has one home',
  (room) => {
    const files = sources.filter((file) => file.startsWith(`${room}/`));
    const edges = new Map(files.map((file) => [file, new Set(importsOf(file))]));
    expect(files.length).toBeGreaterThan(5);
    expect(cycleIn(edges)).toBeUndefined();
  },
);

test('two folders that need each other are found', () => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['b'])],
  ]);
  expect(cycleIn(edges)).toEqual(['b', 'c', 'b']);
});
