import type { Graph } from '@viz-js/viz' with {
  'resolution-mode': 'import',
};
import { edge, isTaken, nameOf, point } from './elements';
import type { Redact } from './labels';
import type { Workflow } from './machine';
import type { VisitedState } from './visited-state';
import { WorkflowDrawing } from './workflow-drawing';

/** Graphviz measures Arial; a browser without it takes one with the same widths. */
const font = 'Arial,Liberation Sans,Helvetica,sans-serif';

/**
 * A workflow as a graph for Graphviz: states with their outcomes, and the transitions that were made as strong lines.
 * The colours come from the classes of nodes and edges.
 *
 * @param redact gets each text before it is cut into lines, after which no secret could be recognized
 */
export function drawingOf(workflow: Workflow, visits: readonly VisitedState[], redact: Redact): Graph {
  const drawing = new WorkflowDrawing(visits, redact);
  const { nodes, edges, subgraphs } = drawing.partsOf(workflow);
  const last = drawing.endings(workflow);
  return {
    graphAttributes: {
      rankdir: 'TB',
      nodesep: 0.35,
      ranksep: 0.42,
      compound: true,
      bgcolor: 'transparent',
      fontname: font,
      fontsize: 11,
      margin: 0.1,
    },
    nodeAttributes: {
      shape: 'box',
      style: 'rounded,filled',
      fontname: font,
      fontsize: 12,
      margin: '0.27,0.06',
      height: 0.3,
    },
    edgeAttributes: { fontname: font, fontsize: 9, arrowsize: 0.6 },
    nodes: [point('start', 'Start', visits.length > 0), ...nodes, point('end', 'End', last.some(isTaken))],
    edges: [
      edge('start', nameOf(workflow.StartAt), { taken: visits.length > 0, attributes: { weight: 8 } }),
      ...edges,
      ...last,
    ],
    subgraphs,
  };
}
