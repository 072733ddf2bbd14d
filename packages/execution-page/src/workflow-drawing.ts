import type { Attributes, Edge, Node, Subgraph } from '@viz-js/viz' with {
  'resolution-mode': 'import',
};
import { clusterOf, edge, foot, footOf, nameOf } from './elements';
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
import type { VisitedState } from './visited-state';

interface Parts {
  readonly nodes: Node[];
  readonly edges: Edge[];
  readonly subgraphs: Subgraph[];
}

/** The states of a workflow, those within them, and the transitions, each with what became of it. */
export class WorkflowDrawing {
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

  partsOf(workflow: Workflow): Parts {
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
      const parts = this.partsOf(workflow);
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
