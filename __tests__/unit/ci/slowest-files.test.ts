import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const rootDir = path.resolve(__dirname, '../../..');
const reporter = pathToFileURL(path.join(rootDir, 'jest.slowest-files.mjs')).href;

/** What the reporter prints after a run of so many files, of which the first took a second, the second two, … */
function reportOf(files: number): string {
  const testResults = Array.from({ length: files }, (_, index) => ({
    testFilePath: path.join(rootDir, '__tests__', `${index + 1}.test.ts`),
    perfStats: { runtime: (index + 1) * 1000 },
  }));
  const script = `
    const { default: Reporter } = await import(${JSON.stringify(reporter)});
    new Reporter({ rootDir: ${JSON.stringify(rootDir)} }).onRunComplete([], ${JSON.stringify({ testResults })});`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }).stderr;
}

test('a run ends with its ten slowest files and their seconds, so that nobody has to guess', () => {
  const [, title, ...lines] = reportOf(12).trimEnd().split('\n');
  expect(title).toBe('The slowest 10 of 12 test files, which took 78 s together:');
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('   12.0 s  __tests__/12.test.ts');
  expect(lines.at(-1)).toBe('    3.0 s  __tests__/3.test.ts');
});

test('a run of a few files does not, since Jest itself prints their seconds', () => {
  expect(reportOf(10)).toBe('');
});
