import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { motoVersion } from '@usage-billing/local-aws/moto/moto';
import { projectDirectory } from '../../clients/terraform/synth';
import { relativeLinksOf } from '../helpers/markdown';

const inProject = (...parts: string[]) => path.join(projectDirectory, ...parts);
const read = (...parts: string[]) => readFileSync(inProject(...parts), 'utf8');
const names = readdirSync(inProject('packages'));

/** The files below a folder, by their paths in it, apart from installed packages. */
const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file) && !file.includes('node_modules'))
    .map((file) => path.join(folder, file));

const specifiersIn = (file: string) =>
  [...read(file).matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  );

test.each(names)('no import leads out of packages/%s, so that it works without this product', (name) => {
  const folder = path.join('packages', name);
  const leaving = filesBelow(folder, /\.ts$/).flatMap((file) =>
    specifiersIn(file)
      .filter((specifier) => specifier.startsWith('.'))
      .filter((specifier) => path.relative(folder, path.join(path.dirname(file), specifier)).startsWith('..'))
      .map((specifier) => `${file}: ${specifier}`),
  );
  expect(leaving).toEqual([]);
});

test.each(names)('the sources of packages/%s name nothing of this product', (name) => {
  const product = /siftbeam|ServiceProcessing|processingHistory|STRIPE_API_BASE|npm run|runbook/i;
  const naming = filesBelow(path.join('packages', name, 'src'), /\.(ts|py)$/).filter((file) =>
    product.test(read(file)),
  );
  expect(naming).toEqual([]);
});

test.each(names)('packages/%s offers exactly what others use, so that the rest of it can change', (name) => {
  const { exports } = JSON.parse(read('packages', name, 'package.json')) as {
    exports: Record<string, string>;
  };
  const prefix = `@usage-billing/${name}/`;
  const folders = ['ledger', 'settings', 'asl', 'modules', 'stacks', 'clients', 'local', 'simulation'];
  const others = names.filter((other) => other !== name).map((other) => path.join('packages', other));
  const used = [...folders, 'commands', '__tests__', ...others]
    .flatMap((folder) => filesBelow(folder, /\.ts$/))
    .flatMap(specifiersIn)
    .filter((specifier) => specifier.startsWith(prefix))
    .map((specifier) => `./${specifier.slice(prefix.length)}`);
  expect(Object.keys(exports).sort()).toEqual([...new Set(used)].sort());
  expect(Object.values(exports).filter((file) => !existsSync(inProject('packages', name, file)))).toEqual([]);
});

test.each(names)('the README of packages/%s says what is refused and how it starts alone', (name) => {
  const text = read('packages', name, 'README.md');
  expect(text.split('\n').length).toBeLessThan(60);
  expect(text).toContain('## What it refuses');
  expect(text).toContain(`npm start --workspace packages/${name}`);
  const missing = relativeLinksOf(text).filter(({ file }) => !existsSync(inProject('packages', name, file)));
  expect(missing).toEqual([]);
});

test.each(['README.md', 'README.ja.md'])('%s names the version of moto that is used', (file) => {
  expect(read(file)).toContain(`[moto](https://github.com/getmoto/moto) ${motoVersion}`);
});
