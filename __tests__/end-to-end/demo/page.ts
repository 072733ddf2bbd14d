import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The page that the demo says it has written. */
export function pageNamedIn(output: string): string {
  const [, url = ''] = /^ +(file:\S+)$/m.exec(output) ?? [];
  expect(output).toContain(`Page: ${fileURLToPath(url)}`);
  return readFileSync(fileURLToPath(url), 'utf8');
}
