import { executionSection, type ShownExecution } from './execution-section';
import { html, Html } from './html';
import type { Redact } from './labels';
import { style } from './style';

export type { ShownExecution };

/** What was recorded, in plain JSON. */
export interface ShownRecord {
  readonly heading: string;
  /** None where there is nothing recorded. */
  readonly json?: unknown;
  /** What it means that there is none. */
  readonly without?: string;
}

export interface Page {
  readonly title: string;
  /** Paragraphs above everything else: what it shows, and what data it contains. */
  readonly about: readonly string[];
  readonly executions: readonly ShownExecution[];
  /** What a reader needs to know about the outcome, above the records. */
  readonly explanation?: { readonly heading: string; readonly content: Html };
  readonly records: readonly ShownRecord[];
  /** Replaces secrets, whoever wrote them into the data; must leave HTML as it is. */
  readonly redact: Redact;
}

/**
 * One HTML page with the graphs of executions and what was recorded. It needs no scripts and no network, and every text
 * in it is redacted.
 */
export async function pageOf(page: Page): Promise<string> {
  const { title, about, executions, explanation, records, redact } = page;
  const sections: Html[] = [];
  for (const execution of executions) {
    sections.push(await executionSection(execution, redact));
  }
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${about.map((paragraph) => html`<p class="note">${paragraph}</p>`)} ${sections}
          ${
            explanation
              ? html`<h2>${explanation.heading}</h2>
                  <div class="explanation">${explanation.content}</div>`
              : ''
          }
          ${records.map(recordSection)}
        </main>
      </body>
    </html> `;
  return redact(text);
}

function recordSection({ heading, json, without = 'None.' }: ShownRecord): Html {
  return html`<section>
    <h2>${heading}</h2>
    ${json === undefined ? html`<p>${without}</p>` : html`<pre>${JSON.stringify(json, null, 2)}</pre>`}
  </section>`;
}
