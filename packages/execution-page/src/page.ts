import { drawingOf, type Redact } from './drawing';
import { html, Html, printable } from './html';
import type { Workflow } from './machine';
import { durationText, outcomes, retriesText } from './outcomes';
import { style } from './style';
import { svgOf } from './svg';
import { executionGraph, type VisitedState } from './visits';
import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** An execution as a page shows it. */
export interface ShownExecution {
  readonly heading: string;
  readonly executionArn: string;
  readonly status: string;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
  readonly error?: string;
  readonly cause?: string;
  /** JSON, as Step Functions has it. */
  readonly input?: string;
  readonly output?: string;
  readonly workflow: Workflow;
  /** The whole history, oldest event first. */
  readonly history: readonly HistoryEvent[];
  /** Those of the children of its Distributed Map, which are executions of their own. */
  readonly histories?: readonly (readonly HistoryEvent[])[];
}

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

async function executionSection(execution: ShownExecution, redact: Redact): Promise<Html> {
  const { heading, workflow, history, histories = [], error, cause } = execution;
  const visits = executionGraph(history);
  const graph = await svgOf(drawingOf(workflow, [...visits, ...histories.flatMap(executionGraph)], redact));
  return html`<section>
    <h2>${heading}</h2>
    <p>${badge(execution.status)}</p>
    <dl>
      <dt>Execution</dt>
      <dd>${execution.executionArn}</dd>
      ${timesOf(execution)}
      ${
        error
          ? html`<dt>Error</dt>
              <dd>${error}</dd>`
          : ''
      }
      ${
        cause
          ? html`<dt>Cause</dt>
              <dd>${printable(cause)}</dd>`
          : ''
      }
    </dl>
    <figure>
      <figcaption>${legend} Thick lines were taken; dashed ones follow an error.</figcaption>
      ${graph}
    </figure>
    <details>
      <summary>The same as a table</summary>
      ${visitTable(visits)}
    </details>
    ${dataOf('Input', execution.input)} ${dataOf('Output', execution.output)}
  </section>`;
}

const legend = [
  html`<span class="succeeded">✓ Succeeded</span>`,
  html`<span class="caught">! Caught error</span>`,
  html`<span class="failed">✗ Failed</span>`,
  html`<span class="running">… In progress</span>`,
  html`<span class="unreached">Not reached</span>`,
];

/** An execution's status in the console's words. */
const statuses: Readonly<Record<string, { readonly look: string; readonly words: string }>> = {
  SUCCEEDED: { look: 'succeeded', words: '✓ Succeeded' },
  RUNNING: { look: 'running', words: '… Running' },
  FAILED: { look: 'failed', words: '✗ Failed' },
  TIMED_OUT: { look: 'failed', words: '✗ Timed out' },
  ABORTED: { look: 'failed', words: '✗ Aborted' },
};

function badge(status: string): Html {
  const { look, words } = statuses[status] ?? { look: '', words: status };
  return html`<span class="badge ${look}">${words}</span>`;
}

function timesOf({ startedAt, stoppedAt }: ShownExecution): Html[] {
  return [
    ...(startedAt
      ? [
          html`<dt>Started</dt>
            <dd>${startedAt.toISOString()}</dd>`,
        ]
      : []),
    ...(stoppedAt
      ? [
          html`<dt>Ended</dt>
            <dd>${stoppedAt.toISOString()}</dd>`,
        ]
      : []),
    ...(startedAt && stoppedAt
      ? [
          html`<dt>Duration</dt>
            <dd>${durationText(stoppedAt.getTime() - startedAt.getTime())}</dd>`,
        ]
      : []),
  ];
}

function visitTable(visits: readonly VisitedState[]): Html {
  const rows = visits.map(
    ({ state, outcome, startedAt, durationMilliseconds, retries, error, cause }) =>
      html`<tr>
        <td>${outcomes[outcome].mark} ${state}</td>
        <td>${outcomes[outcome].words}</td>
        <td class="number">${startedAt.toISOString().slice(11, 23)}</td>
        <td class="number">${durationText(durationMilliseconds)}</td>
        <td>${retries > 0 ? retriesText(retries) : ''}</td>
        <td>${error ? html`<b>${error}</b><br />${printable(cause ?? '')}` : ''}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th>State</th>
        <th>Outcome</th>
        <th>Entered (UTC)</th>
        <th>Duration</th>
        <th>Retries</th>
        <th>Error and cause</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function dataOf(name: string, text: string | undefined): Html | string {
  return text === undefined
    ? ''
    : html`<details>
        <summary>${name}</summary>
        <pre>${jsonText(text)}</pre>
      </details>`;
}

/** JSON with line breaks; a text that is none, as it is. */
function jsonText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function recordSection({ heading, json, without = 'None.' }: ShownRecord): Html {
  return html`<section>
    <h2>${heading}</h2>
    ${json === undefined ? html`<p>${without}</p>` : html`<pre>${JSON.stringify(json, null, 2)}</pre>`}
  </section>`;
}
