import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mermaidOf } from '../helpers/mermaid';

const project = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8').replace(/\r\n/g, '\n');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
const documents = ['README.md', 'README.ja.md', 'docs/runbook.md'].filter((file) =>
  existsSync(path.join(project, file)),
);

it("the README's graph is the state machine's, so that nobody operates what is not deployed", () => {
  const graph = mermaidOf(JSON.parse(read('asl/ServiceProcessingOrchestrator.asl.json')));
  expect(read('README.md')).toContain(`\`\`\`mermaid\n${graph}\n\`\`\``);
});

it.each(documents)('every npm script that %s names exists', (file) => {
  const named = [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it.each(documents)('every file that %s links to exists', (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(
    ([, link]) => link ?? '',
  );
  const missing = links.filter((link) => !existsSync(path.join(project, path.dirname(file), link)));
  expect(missing).toEqual([]);
});

it.each(Object.entries(scripts))('the script %s needs no shell of one platform', (_, command) => {
  expect(command).not.toMatch(/[;|>$]|&&|^\w+=/);
});
