import { existsSync } from 'node:fs';
import path from 'node:path';
import { documents, project, readDocument } from '../../helpers/documents';
import { anchorOf, headingsOf, relativeLinksOf } from '../../helpers/markdown';

test.each(documents)('every file and heading that %s links to exists', (file) => {
  const missing = relativeLinksOf(readDocument(file)).filter(({ file: link, anchor }) => {
    const target = link ? path.posix.join(path.posix.dirname(file), link) : file;
    const exists = existsSync(path.join(project, target));
    return !exists || (anchor && !headingsOf(readDocument(target)).map(anchorOf).includes(anchor));
  });
  expect(missing).toEqual([]);
});

test('README.md leads to every other document, so that none has to be found by chance', () => {
  const found = new Set(['README.md']);
  // Following the links also of what is found on the way.
  for (const file of found) {
    for (const { file: link } of file.endsWith('.md') ? relativeLinksOf(readDocument(file)) : []) {
      const target = path.posix.join(path.posix.dirname(file), link);
      const readme = path.posix.join(target, 'README.md');
      found.add(existsSync(path.join(project, readme)) ? readme : target);
    }
  }
  expect(documents.filter((file) => !found.has(file))).toEqual([]);
});
