import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratchFolder } from '../../helpers/fake-program';

const root = scratchFolder();
const script = path.resolve(__dirname, '../../../.ci/summary.mjs');

function summary(report: object | undefined, ...failedChecks: string[]) {
  const file = path.join(root, 'report.json');
  writeFileSync(file, report ? JSON.stringify(report) : '');
  const { stdout, status } = spawnSync(process.execPath, [script, '--jest', file, ...failedChecks], {
    encoding: 'utf8',
  });
  return { lastLine: stdout.trimEnd().split('\n').at(-1), status };
}

const allPassed = { numPassedTests: 12, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

describe("CI's last line", () => {
  test('counts the tests', () => {
    expect(summary(allPassed)).toEqual({ lastLine: '12 passed, 0 failed', status: 0 });
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
    expect(summary(report, ...failedChecks)).toEqual({ lastLine, status: 1 });
  });
});
