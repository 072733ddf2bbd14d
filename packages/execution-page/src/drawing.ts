import type { Attributes, Edge, Graph, Node, Subgraph } from '@viz-js/viz' with {
  'resolution-mode': 'import',
};
import { clusterOf, edge, foot, footOf, isTaken, nameOf, point } from './elements';
import { printable } from './html';
import { labelOf, literal, tooltipOf, type Redact } from './labels';
import {
  innerWorkflows,
  isLast,
  loopsOf,
  transitionKey,
  transitionsOf,
  type State,
  type Workflow,
} from './machine';
import { byState, type Visited } from './outcomes';
import type { VisitedState } from './visits';

/** Graphviz measures Arial; a browser without it takes one with the same widths. */
const font = 'Arial,Liberation Sans,Helvetica,sans-serif';

/**
 * A workflow as a graph for Graphviz: states with their outcomes, and the transitions that were made as strong lines.
 * The colours come from the classes of nodes and edges.
 *
 * @param redact gets each text before it is cut into lines, after which no secret could be recognized
 */
export function drawingOf(workflow: Workflow, visits: readonly VisitedState[], redact: Redact): Graph {
  const drawing = new Drawing(visits, redact);
  const { nodes, edges, subgraphs } = drawing.workflow(workflow);
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

interface Parts {
  readonly nodes: Node[];
  readonly edges: Edge[];
  readonly subgraphs: Subgraph[];
}

class Drawing {
  private readonly states: ReadonlyMap<string, Visited>;
  private readonly made: ReadonlySet<string>;

  constructor(
    visits: readonly VisitedState[],
    private readonly redact: Redact,
  ) {
    this.states = byState(visits);
    this.made = new Set(
      visits.flatMap(({ state, after }) => (after ? [madeKey(after.state, state, after.caught)] : [])),
    );
  }

  workflow(workflow: Workflow): Parts {
    const parts: Parts = { nodes: [], edges: [], subgraphs: [] };
    const loops = loopsOf(workflow);
    for (const [name, state] of Object.entries(workflow.States)) {
      const inner = innerWorkflows(state);
      if (inner.length > 0) {
        parts.subgraphs.push(this.cluster(name, state, inner));
      } else {
        parts.nodes.push(this.node(name, state));
      }
      for (const { to, errors } of transitionsOf(state)) {
        const { tail, head, attributes } = this.transition(name, state, to, errors);
        const ranks: Attributes = loops.has(transitionKey(name, to)) ? { constraint: false } : {};
        parts.edges.push({ tail, head, attributes: { ...attributes, ...ranks } });
      }
    }
    return parts;
  }

  /** Edges to the end of the execution. */
  endings({ States }: Workflow): Edge[] {
    return Object.entries(States)
      .filter(([, state]) => isLast(state))
      .map(([name, state]) =>
        edge(this.tail(name, state), 'end', {
          taken: this.endedIn(name),
          attributes: this.leaving(name, state),
        }),
      );
  }

  /** A Map or a Parallel: itself on top of what is within it. */
  private cluster(name: string, state: State, inner: readonly Workflow[]): Subgraph {
    const visited = this.states.get(name);
    const nodes: Node[] = [this.node(name, state), { name: footOf(name), attributes: foot }];
    const edges: Edge[] = [];
    const subgraphs: Subgraph[] = [];
    for (const workflow of inner) {
      const parts = this.workflow(workflow);
      nodes.push(...parts.nodes);
      subgraphs.push(...parts.subgraphs);
      edges.push(
        edge(nameOf(name), nameOf(workflow.StartAt), { taken: this.states.has(workflow.StartAt) }),
        ...parts.edges,
        // Keeps the foot below, from which the lines to what follows begin.
        ...Object.entries(workflow.States)
          .filter(([, one]) => isLast(one))
          .map(([last, one]) => edge(this.tail(last, one), footOf(name), { attributes: { style: 'invis' } })),
      );
    }
    return {
      name: clusterOf(name),
      graphAttributes: {
        label: '',
        style: 'rounded,dashed',
        margin: 14,
        class: `within ${visited?.outcome ?? 'unreached'}`,
      },
      nodes,
      edges,
      subgraphs,
    };
  }

  private node(name: string, state: State): Node {
    const visited = this.states.get(name);
    const { text, nameLines } = labelOf(name, state, visited, this.redact);
    return {
      name: nameOf(name),
      attributes: {
        label: text,
        class: `state ${visited?.outcome ?? 'unreached'} names${nameLines}`,
        tooltip: literal(printable(tooltipOf(name, visited, this.redact))),
      },
    };
  }

  private transition(name: string, state: State, to: string, errors: readonly string[] | undefined): Edge {
    return edge(this.tail(name, state), nameOf(to), {
      taken: this.made.has(madeKey(name, to, errors !== undefined)),
      errors,
      attributes: this.leaving(name, state),
    });
  }

  private tail(name: string, state: State): string {
    return innerWorkflows(state).length > 0 ? footOf(name) : nameOf(name);
  }

  private leaving(name: string, state: State): Attributes {
    return innerWorkflows(state).length > 0 ? { ltail: clusterOf(name) } : {};
  }

  /** A state that may be the last and was visited, and did not go on by its Catch. */
  private endedIn(name: string): boolean {
    const outcome = this.states.get(name)?.outcome;
    return outcome !== undefined && !['running', 'caught'].includes(outcome);
  }
}

const madeKey = (from: string, to: string, caught: boolean) => `${transitionKey(from, to)} ${caught}`;
