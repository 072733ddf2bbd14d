import type { Attributes, Edge, Node } from '@viz-js/viz' with { 'resolution-mode': 'import' };
import { printable } from './html';
import { literal } from './labels';

/** The name of a state's node. */
export const nameOf = (state: string) => `state ${state}`;
/** Of the point below what is within a Map or a Parallel. */
export const footOf = (state: string) => `foot of ${state}`;
export const clusterOf = (state: string) => `cluster ${state}`;

export const foot = { label: '', shape: 'point', width: 0.01, height: 0.01, style: 'invis' };

/** Where an execution starts or ends. */
export const point = (name: string, label: string, reached: boolean): Node => ({
  name,
  attributes: { label, shape: 'ellipse', style: 'filled', class: reached ? 'point' : 'point unreached' },
});

interface Line {
  readonly taken?: boolean;
  readonly errors?: readonly string[];
  readonly attributes?: Attributes;
}

/** A transition. */
export function edge(tail: string, head: string, { taken = false, errors, attributes }: Line): Edge {
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

export const isTaken = ({ attributes }: Edge) => String(attributes?.class).includes('taken');
