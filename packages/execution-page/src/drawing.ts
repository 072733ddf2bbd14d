import type { Attributes, Edge, Graph, Node, Subgraph } from '@viz-js/viz' with {
  'resolution-mode': 'import',
};
import { printable, shortened } from './html';
import {
  innerWorkflows,
  isDistributed,
  isLast,
  loopsOf,
  transitionKey,
  transitionsOf,
  type State,
  type Workflow,
} from './machine';
import { byState, durationText, outcomes, retriesText, type Visited } from './outcomes';
import type { VisitedState } from './visits';

/** Graphviz measures Arial; a browser without it takes one with the same widths. */
const font = 'Arial,Liberation Sans,Helvetica,sans-serif';

/** Replaces secrets in a text. */
export type Redact = (text: string) => string;

/** Characters of a line in a label. */
const lineLength = 26;

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
const nameOf = (state: string) => `state ${state}`;
const footOf = (state: string) => `foot of ${state}`;
const clusterOf = (state: string) => `cluster ${state}`;

const foot = { label: '', shape: 'point', width: 0.01, height: 0.01, style: 'invis' };

const point = (name: string, label: string, reached: boolean): Node => ({
  name,
  attributes: { label, shape: 'ellipse', style: 'filled', class: reached ? 'point' : 'point unreached' },
});

interface Line {
  readonly taken?: boolean;
  readonly errors?: readonly string[];
  readonly attributes?: Attributes;
}

function edge(tail: string, head: string, { taken = false, errors, attributes }: Line): Edge {
  return {
    tail,
    head,
    attributes: {
      class: ['transition', ...(errors ? ['catch'] : []), ...(taken ? ['taken'] : [])].join(' '),
      weight: errors ? 1 : 8,
      ...(errors && { style: 'dashed' }),
      ...(taken && { penwidth: 2 }),
      ...(errors && { tooltip: literal(printable(`Catch: ${errors.join(', ')}`)) }),
      ...attributes,
    },
  };
}

const isTaken = ({ attributes }: Edge) => String(attributes?.class).includes('taken');

interface Label {
  readonly text: string;
  /** How many of its lines are the state's name, below the first line. */
  readonly nameLines: number;
}

function labelOf(name: string, state: State, visited: Visited | undefined, redact: Redact): Label {
  const lines = (text: string) => wrapped(redact(text));
  const names = lines(visited ? `${outcomes[visited.outcome].mark} ${name}` : name);
  const remarks = visited ? remarksOn(visited, redact).flatMap(lines) : [];
  return { text: [kindOf(state), ...names, ...remarks].map(literal).join('\n'), nameLines: names.length };
}

/** In Graphviz's labels a backslash and an ampersand begin an escape. */
const literal = (text: string) => text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\');

/** Of the line above the name, which is in smaller letters. */
const kindLength = 30;

/** The type; of a Task, what it calls: `http:invoke`. */
function kindOf(state: State): string {
  const resource = state.Resource?.split(':::').at(-1)?.replace('aws-sdk:', '');
  const kind = state.Type === 'Task' && resource ? resource : state.Type;
  return printable(shortened(isDistributed(state) ? 'Distributed Map' : kind, kindLength));
}

function remarksOn(visited: Visited, redact: Redact): string[] {
  const { outcome, visits, durationMilliseconds, retries, error } = visited;
  const figures = [
    durationText(durationMilliseconds),
    ...(visits > 1 ? [`${visits} times`] : []),
    ...(retries > 0 ? [retriesText(retries)] : []),
  ].join(' · ');
  return [
    ...(outcome === 'succeeded' ? [] : [outcomes[outcome].words]),
    figures,
    ...(error ? [shortened(redact(error), 80)] : []),
  ];
}

function tooltipOf(name: string, visited: Visited | undefined, redact: Redact): string {
  if (!visited) {
    return `${name}: not reached`;
  }
  const { outcome, error, cause } = visited;
  const parts = [`${name}: ${outcomes[outcome].words}`, error, cause].filter(Boolean);
  return shortened(redact(parts.join(': ')), 300);
}

/** Lines of a label, broken between words: those of CamelCase and of a dotted name too. */
export function wrapped(text: string, length = lineLength): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(/(?<=[\s.:_-])|(?<=[a-z0-9])(?=[A-Z])/)) {
    for (let rest = word; rest;) {
      if (line && line.length + rest.trimEnd().length > length) {
        lines.push(line.trim());
        line = '';
      }
      line += rest.slice(0, length);
      rest = rest.slice(length);
    }
  }
  return [...lines, line.trim()].filter(Boolean);
}
