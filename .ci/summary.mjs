// node .ci/summary.mjs [--jest REPORT] [FAILED-CHECK…]: prints a line for each of Jest's projects and what failed, then
// "N passed, N failed" as the last line.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const report = args[0] === '--jest' ? await read(args.splice(0, 2)[1]) : undefined;
const checks = args.filter((check) => check !== 'test');
// Jest can fail with no failed test, for example when it finds none.
const failed = (report?.failed ?? 0) + checks.length || (args.length > 0 ? 1 : 0);

for (const { name, passed, failed, seconds } of report?.projects ?? []) {
  process.stdout.write(`${name.padEnd(16)}${passed} passed, ${failed} failed, ${Math.round(seconds)} s\n`);
}
if (args.length > 0) process.stdout.write(`\nFailed: ${args.join(', ')}\n`);
process.stdout.write(`${report?.passed ?? 0} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** The counts in Jest's JSON report. A test file that cannot be run counts as a failure, and so does a missing report. */
async function read(file) {
  try {
    const jest = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: jest.numPassedTests,
      failed: jest.numFailedTests + jest.numRuntimeErrorTestSuites,
      projects: projectsOf(jest.testResults, await import('../jest.config.mjs')),
    };
  } catch {
    return { passed: 0, failed: 1, projects: [] };
  }
}

/** What each of Jest's projects ran. Its seconds are those of its files, of which several run side by side. */
function projectsOf(files, { default: config }) {
  return config.projects.map(({ displayName, testMatch }) => {
    const folders = testMatch.map((pattern) => pattern.replace('<rootDir>', root).replace(/\*.*/, ''));
    const own = files.filter(({ name }) =>
      folders.some((folder) => slashed(name).startsWith(slashed(folder))),
    );
    const count = (status) =>
      own.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;
    const notRun = own.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    return {
      name: typeof displayName === 'string' ? displayName : displayName.name,
      passed: count('passed'),
      failed: count('failed') + notRun.length,
      seconds: own.reduce((total, { startTime, endTime }) => total + (endTime - startTime) / 1000, 0),
    };
  });
}

/** Jest's patterns have slashes on Windows too. */
function slashed(file) {
  return file.replaceAll('\\', '/');
}
