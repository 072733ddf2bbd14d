import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const project = path.join(__dirname, '..', '..', '..');
const upgrade = readFileSync(path.join(project, 'docs', 'upgrade-cdk-terrain.md'), 'utf8');

const sourcesIn = (place: string): string[] =>
  place.endsWith('/')
    ? readdirSync(path.join(project, place), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => path.join(place, file))
    : [place];

test('the rename is told to go through every folder that imports CDKTF, and through no other', () => {
  const [, listed = ''] = /Then replace in (.*):$/m.exec(upgrade) ?? [];
  const folders = [
    ...['ledger/', 'settings/', 'stacks/', 'modules/', 'clients/', 'commands/', 'local/'],
    ...['packages/', 'simulation/', '__tests__/'],
  ];
  const importing = ['main.ts', ...folders, 'eslint.config.mjs'].filter((place) =>
    sourcesIn(place).some((file) =>
      /from 'cdktf'|'@cdktf\/provider-aws/.test(readFileSync(path.join(project, file), 'utf8')),
    ),
  );
  expect([...listed.matchAll(/`([^`]+)`/g)].map(([, place]) => place)).toEqual(importing);
});
