import { html, printable, type Html } from './html';
import { durationText, outcomes, retriesText } from './outcomes';
import type { VisitedState } from './visited-state';

/** The states that were visited, for whoever cannot see the graph. */
export function visitTable(visits: readonly VisitedState[]): Html {
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
