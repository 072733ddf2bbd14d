import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratchFolder } from '../../helpers/fake-program';

const root = scratchFolder();
const project = path.resolve(__dirname, '../../..');
const script = path.join(project, '.ci', 'summary.mjs');

function summary(report: object | undefined, ...failedChecks: string[]) {
  const file = path.join(root, 'report.json');
  writeFileSync(file, report ? JSON.stringify(report) : '');
  const { stdout, status } = spawnSync(process.execPath, [script, '--jest', file, ...failedChecks], {
    encoding: 'utf8',
  });
  const lines = stdout.trimEnd().split('\n');
  return { lines, lastLine: lines.at(-1), status };
}

const allPassed = { numPassedTests: 12, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [] };

describe("CI's last line", () => {
  test('counts the tests', () => {
    expect(summary(allPassed)).toMatchObject({ lastLine: '12 passed, 0 failed', status: 0 });
  });

  test.each([
    ['a failed test', { ...allPassed, numFailedTests: 2 }, ['test'], '12 passed, 2 failed'],
    [
      'a test file that cannot be run',
      { ...allPassed, numRuntimeErrorTestSuites: 1 },
      ['test'],
      '12 passed, 1 failed',
    ],
    ['a failed check beside passing tests', allPassed, ['lint', 'format:check'], '12 passed, 2 failed'],
    ['a test run without a report', undefined, ['test'], '0 passed, 1 failed'],
    ['a test run that failed without a failed test', allPassed, ['test'], '12 passed, 1 failed'],
  ])('%s makes CI fail', (_, report, failedChecks, lastLine) => {
    expect(summary(report, ...failedChecks)).toMatchObject({ lastLine, status: 1 });
  });
});

describe("CI's line of each project", () => {
  const file = (name: string, seconds: number, ...statuses: string[]) => ({
    name: path.join(project, name),
    startTime: 1000,
    endTime: 1000 + seconds * 1000,
    status: statuses.every((status) => status === 'passed') && statuses.length > 0 ? 'passed' : 'failed',
    assertionResults: statuses.map((status) => ({ status })),
  });
  const testResults = [
    file('__tests__/unit/a.test.ts', 2.6, 'passed', 'passed'),
    file('packages/local-aws/test/iam/b.test.ts', 30, 'passed', 'failed', 'pending'),
    file('packages/local-aws/test/c.test.ts', 0),
    file('packages/local-stripe/test/d.test.ts', 1, 'passed'),
    file('__tests__/end-to-end/e.test.ts', 200, 'passed'),
  ];

  test('counts its tests and the seconds of its files, so that a package is seen to fail, or to become slow', () => {
    const report = { ...allPassed, numFailedTests: 1, numRuntimeErrorTestSuites: 1, testResults };
    const { lines, lastLine } = summary(report, 'test');
    expect(lines).toEqual(
      expect.arrayContaining([
        'unit            2 passed, 0 failed, 3 s',
        'local-aws       1 passed, 2 failed, 30 s',
        'local-stripe    1 passed, 0 failed, 1 s',
        'execution-page  0 passed, 0 failed, 0 s',
        'end-to-end      1 passed, 0 failed, 200 s',
      ]),
    );
    expect(lastLine).toBe('12 passed, 2 failed');
  });

  test('stands for every package, so that none is left out of the run', () => {
    const { lines } = summary({ ...allPassed, testResults });
    const packages = readdirSync(path.join(project, 'packages'));
    expect(packages.filter((name) => !lines.some((line) => line.startsWith(`${name} `)))).toEqual([]);
  });
});
