import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A heading of docs/runbook.md with a symptom, cause or fix of its own, and the text below it. */
export interface Entry {
  readonly heading: string;
  readonly text: string;
}

const file = path.join(__dirname, '..', '..', 'docs', 'runbook.md');
export const runbook = readFileSync(file, 'utf8').replace(/\r\n/g, '\n');

/** The headings that describe something that went wrong. */
export function entries(): Entry[] {
  const parts = runbook.split(/^#{2,3} /m).slice(1);
  return parts
    .map((part) => {
      const end = part.indexOf('\n');
      return { heading: part.slice(0, end), text: part.slice(end + 1) };
    })
    .filter(({ text }) => /\*\*(Symptom|Cause)\b/.test(text));
}

/** The text below a heading. */
export function sectionOf(heading: string): string {
  const start = runbook.indexOf(`# ${heading}\n`);
  if (start < 0) {
    throw new Error(`docs/runbook.md has no heading "${heading}".`);
  }
  return runbook.slice(start + heading.length + 3).split(/^#{2,3} /m)[0] ?? '';
}

/** What a text prints to be run: each block of code as a whole, and each command within a line. */
export function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```\n([^]*?)\n```$/gm)].map(([, block = '']) => block);
  const inLines = [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/`((?:npm run|aws) [^`]+)`/g)];
  return [...blocks, ...inLines.map(([, command = '']) => command)];
}

/** The paragraphs from a label up to the next one. */
export function partOf(text: string, label: 'Diagnosis' | 'Fix'): string {
  const [, part = ''] = text.split(new RegExp(`^\\*\\*${label}\\b`, 'm'));
  return part.split(/^\*\*(?:Symptom|Cause|Diagnosis|Fix)\b/m)[0] ?? '';
}
