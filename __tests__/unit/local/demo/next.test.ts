import { readFileSync } from 'node:fs';
import path from 'node:path';
import { failureNames } from '../../../../local/demo/failure-names';
import { failureNamed } from '../../../../local/demo/failures';
import { nextAfterDemo, nextInRunningDemo } from '../../../../local/demo/next';
import { environmentNames } from '../../../../settings/environment-names';
import { environmentOf } from '../../../../settings/environments';

const manifest = path.join(__dirname, '..', '..', '..', '..', 'package.json');
const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as { scripts: Record<string, string> };

const inKeptDemo = (workspace: string, name?: string) =>
  nextInRunningDemo(environmentOf(workspace), {
    failure: name === undefined ? undefined : failureNamed(name),
    processingHistoryId: 'ID-OF-FILE',
    readExports: '. /tmp/demo/env.sh',
  }).join('\n');

describe.each(environmentNames)('after a demo of %s', (workspace) => {
  test.each([undefined, ...failureNames])(
    'with the failure %s, only commands that exist are named',
    (name) => {
      const failure = name === undefined ? undefined : failureNamed(name);
      const text = [
        ...nextAfterDemo(environmentOf(workspace), { failure, recover: false }),
        inKeptDemo(workspace, name),
      ].join('\n');
      const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
      expect(named.length).toBeGreaterThan(2);
      expect(named.filter((script) => !(script in scripts))).toEqual([]);
    },
  );
});

test('a demo that keeps running says first how to reach it, then what repairs this failure and where that is explained', () => {
  const text = inKeptDemo('test', '401');
  const places = [
    '. /tmp/demo/env.sh',
    'docs/runbook.md#stateshttpstatuscode401-and-',
    'npm run demo:key --silent | npm run stripe:key -- --workspace test',
    'npm run deploy:test -- stripe-connection',
    'npm run meter-events -- --workspace test --id ID-OF-FILE',
  ].map((part) => text.indexOf(part));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('in live, where nobody can be asked in a pipe, the command that repairs says yes itself', () => {
  expect(inKeptDemo('live', '401')).toContain('npm run stripe:key -- --workspace live --yes');
});

test('without a failure a newcomer is led to one, to the running demo and to an account of their own', () => {
  const text = nextAfterDemo(environmentOf('test'), { recover: false }).join('\n');
  expect(text).toContain('npm run demo -- --fail 503 --recover');
  expect(text).toContain('npm run demo -- --keep');
  expect(text).toContain('npm run setup -- --workspace test');
});
