import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const rootDir = path.resolve(__dirname, '../../..');
const sequencer = pathToFileURL(path.join(rootDir, 'jest.sequencer.mjs')).href;

/** What a module that imports the sequencer prints as JSON. */
function evaluated(script: string): string[] {
  const source = `const { default: LongestFirst, longest } = await import(${JSON.stringify(sequencer)}); ${script}`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as string[];
}

test('the files that are known to take longest are there', () => {
  const longest = evaluated('console.log(JSON.stringify(longest))');
  expect(longest.length).toBeGreaterThan(10);
  expect(longest.filter((file) => !existsSync(path.join(rootDir, file)))).toEqual([]);
});

test('the longest run first, so that no worker waits for one of them alone in the end', () => {
  const files = [
    '__tests__/unit/folders.test.ts',
    '__tests__/end-to-end/plan.test.ts',
    '__tests__/end-to-end/adopt.test.ts',
    '__tests__/end-to-end/new.test.ts',
  ];
  const sorted = evaluated(`
    const context = { config: { rootDir: ${JSON.stringify(rootDir)} }, hasteFS: { getSize: () => 1 } };
    const tests = ${JSON.stringify(files)}.map((file) => ({ path: ${JSON.stringify(rootDir)} + '/' + file, context }));
    console.log(JSON.stringify((await new LongestFirst().sort(tests)).map(({ path }) => path)));`);
  expect(sorted.map((file) => path.relative(rootDir, file))).toEqual([
    path.join('__tests__', 'end-to-end', 'new.test.ts'),
    path.join('__tests__', 'end-to-end', 'adopt.test.ts'),
    path.join('__tests__', 'end-to-end', 'plan.test.ts'),
    path.join('__tests__', 'unit', 'folders.test.ts'),
  ]);
});
