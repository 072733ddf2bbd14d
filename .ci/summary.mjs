// node .ci/summary.mjs [--jest REPORT] [FAILED-CHECK…]: prints what failed, then "N passed, N failed" as the last line.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const args = process.argv.slice(2);
const report = args[0] === '--jest' ? args.splice(0, 2)[1] : undefined;
const tests = report === undefined ? { passed: 0, failed: 0 } : countTests(report);
const checks = args.filter((check) => check !== 'test');
// Jest can fail with no failed test, for example when it finds none.
const failed = tests.failed + checks.length || (args.length > 0 ? 1 : 0);

if (args.length > 0) process.stdout.write(`\nFailed: ${args.join(', ')}\n`);
process.stdout.write(`${tests.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** The counts in Jest's JSON report. A test file that cannot be run counts as a failure, and so does a missing report. */
function countTests(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
