import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pageLines, writePage } from '../../../clients/page-file';

describe('the file of a page', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pages with a space '));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('replaces the one before and is for its owner alone, because it holds data of customers', () => {
    writePage('demo-test', 'first', folder);
    const file = writePage('demo-test', 'second', folder);
    expect(readFileSync(file, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['demo-test.html']);
    if (process.platform !== 'win32') {
      expect(statSync(file).mode & 0o077).toBe(0);
    }
    expect(pageLines(file)[1]).toMatch(/file:\/\/\/.*pages%20with%20a%20space%20.*\/demo-test\.html$/);
  });

  test('that cannot be written is one sentence', () => {
    const occupied = path.join(folder, 'a file');
    writeFileSync(occupied, '');
    expect(() => writePage('demo-test', '', occupied)).toThrow(
      /^The page .* could not be written \(E\w+\)\. Make/,
    );
  });
});
