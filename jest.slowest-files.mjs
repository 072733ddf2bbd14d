import path from 'node:path';
import process from 'node:process';

/** Files that a report names. */
const count = 10;

/** Names the test files that took longest at the end of a run, so that nobody has to guess; none in a run of a few. */
export default class SlowestFiles {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= count) {
      return;
    }
    const files = testResults.map(({ perfStats, testFilePath }) => ({
      seconds: perfStats.runtime / 1000,
      name: path.relative(this.rootDir, testFilePath).split(path.sep).join('/'),
    }));
    const total = files.reduce((sum, { seconds }) => sum + seconds, 0);
    const slowest = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, count);
    const lines = slowest.map(({ seconds, name }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
    process.stderr.write(
      `\nThe slowest ${count} of ${files.length} test files, which took ${total.toFixed(0)} s together:\n${lines.join('\n')}\n`,
    );
  }
}
