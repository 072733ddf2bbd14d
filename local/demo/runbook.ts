import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { html, type Html } from '@usage-billing/execution-page/html';

const file = path.join(__dirname, '..', '..', 'docs', 'runbook.md');

/** The anchor that GitHub gives to a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

/**
 * The entry of the runbook under a heading, with a link to it.
 *
 * @param anchor with its `#`
 */
export function runbookEntry(anchor: string): Html {
  const text = readFileSync(file, 'utf8').replace(/\r\n/g, '\n');
  const sections = text.split(/^(?=#+ )/m);
  const found = sections.find((section) => `#${anchorOf(headingOf(section))}` === anchor);
  if (!found) {
    throw new Error(`docs/runbook.md has no heading with the anchor ${anchor}.`);
  }
  return html`<h3><a href="${linkTo(anchor)}">${headingOf(found)}</a> (docs/runbook.md)</h3>
    ${blocksOf(found.slice(found.indexOf('\n') + 1))}`;
}

const headingOf = (section: string) => /^#+ (.+)/.exec(section)?.[1] ?? '';

/** A link of the runbook, from wherever the page lies. */
const linkTo = (target: string) => new URL(target, pathToFileURL(file)).href;

/** The Markdown that the runbook has: paragraphs, blocks of code, lists and tables. */
function blocksOf(markdown: string): Html[] {
  const blocks = markdown.match(/^```[^]*?^```$|^(?!```).+(?:\n(?!```).+)*/gm) ?? [];
  return blocks.map((block) => {
    const lines = block.split('\n');
    if (block.startsWith('```')) {
      return html`<pre>${lines.slice(1, -1).join('\n')}</pre>`;
    }
    if (block.startsWith('|')) {
      const rows = lines.filter((line) => !/^\|[ |:-]+\|$/.test(line));
      return html`<table>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cellsOf(row)}
            </tr>`,
        )}
      </table>`;
    }
    if (block.startsWith('- ')) {
      return html`<ul>
        ${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}
      </ul>`;
    }
    return html`<p>${inline(block)}</p>`;
  });
}

const cellsOf = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => html`<td>${inline(cell.trim())}</td>`);

/** Code, bold text and links. */
function inline(text: string): (Html | string)[] {
  const parts: (Html | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*(.+?)\*\*|\[((?:[^\]`]|`[^`]*`)+)\]\(([^)]+)\)/g)) {
    const [whole, code, bold, linked, target] = match;
    parts.push(text.slice(end, match.index));
    if (code !== undefined) {
      parts.push(html`<code>${code}</code>`);
    } else if (bold !== undefined) {
      parts.push(html`<b>${inline(bold)}</b>`);
    } else {
      parts.push(html`<a href="${linkTo(target ?? '')}">${inline(linked ?? '')}</a>`);
    }
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)];
}
