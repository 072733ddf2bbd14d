import { environmentNames } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { intervalMinutesOf } from '../../../settings/recovery';
import { documents, readDocument } from '../../helpers/documents';

const pages = ['docs/deploy.md', 'docs/deploy.ja.md'];

test.each(pages)('%s explains every setting, so that nobody has to read the source', (file) => {
  const [, body = ''] =
    /^export interface EnvironmentSettings \{\n([^]*?)^\}/m.exec(readDocument('settings/environments.ts')) ??
    [];
  const settings = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
  const rows = readDocument(file).match(/^\| `\w+`.*$/gm) ?? [];
  const explained = rows.map((row) => row.split('|')[1] ?? '').join();
  expect(settings.length).toBeGreaterThan(10);
  expect(settings.filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
});

test.each([
  ['docs/deploy.md', /`intervalMinutes` \(default (\d+),/],
  ['docs/deploy.ja.md', /`intervalMinutes` \(分単位、既定値は (\d+)、/],
])('%s names the default interval of recovery, as it is', (file, stated) => {
  const { concurrency, requestsPerSecond } = environmentOf('test').recovery;
  const minutes = intervalMinutesOf({ concurrency, requestsPerSecond });
  expect(stated.exec(readDocument(file))?.[1]).toBe(String(minutes));
});

test.each(documents)('%s says of recovery’s schedule how often it really starts a run', (file) => {
  const stated = readDocument(file).matchAll(
    /every (\d+) minutes|at most (\d+) minutes later|starts within (\d+) minutes|(\d+) 分ごと/g,
  );
  const minutes = [...stated].map(([, ...numbers]) => Number(numbers.find((number) => number)));
  const deployed = environmentNames.map((name) => intervalMinutesOf(environmentOf(name).recovery));
  expect(minutes.filter((number) => !deployed.includes(number))).toEqual([]);
});
