import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const project = path.join(__dirname, '..', '..');

/** The text of a file of the project. */
export const readDocument = (file: string): string =>
  readFileSync(path.join(project, file), 'utf8').replace(/\r\n/g, '\n');

export const readmes = ['README.md', 'README.ja.md'];

const inDocs = readdirSync(path.join(project, 'docs')).map((file) => `docs/${file}`);

/** The documents that exist in two languages, without the others. */
export const translated = [...readmes, ...inDocs]
  .filter((file) => file.endsWith('.ja.md'))
  .map((japanese) => ({ english: japanese.replace('.ja.md', '.md'), japanese }));

/** All that this project says about itself. */
export const documents = [
  ...readmes,
  ...inDocs,
  ...readdirSync(path.join(project, 'packages'))
    .map((name) => `packages/${name}/README.md`)
    .filter((file) => existsSync(path.join(project, file))),
];
