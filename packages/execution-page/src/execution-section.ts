import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { drawingOf } from './drawing';
import { html, printable, type Html } from './html';
import type { Redact } from './labels';
import type { Workflow } from './machine';
import { durationText } from './outcomes';
import { svgOf } from './svg';
import { visitTable } from './visit-table';
import { executionGraph } from './visits';

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

/** An execution: its status and times, its graph, the same as a table, and its data. */
export async function executionSection(execution: ShownExecution, redact: Redact): Promise<Html> {
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
