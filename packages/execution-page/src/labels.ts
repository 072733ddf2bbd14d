import { printable, shortened } from './html';
import { isDistributed, type State } from './machine';
import { durationText, outcomes, retriesText, type Visited } from './outcomes';

/** Replaces secrets in a text. */
export type Redact = (text: string) => string;

/** Characters of a line in a label. */
const lineLength = 26;

/** What stands in the box of a state. */
export interface Label {
  readonly text: string;
  /** How many of its lines are the state's name, below the first line. */
  readonly nameLines: number;
}

/** @param visited nothing for a state that was not reached */
export function labelOf(name: string, state: State, visited: Visited | undefined, redact: Redact): Label {
  const lines = (text: string) => wrapped(redact(text));
  const names = lines(visited ? `${outcomes[visited.outcome].mark} ${name}` : name);
  const remarks = visited ? remarksOn(visited, redact).flatMap(lines) : [];
  return { text: [kindOf(state), ...names, ...remarks].map(literal).join('\n'), nameLines: names.length };
}

/** In Graphviz's labels a backslash and an ampersand begin an escape. */
export const literal = (text: string) => text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\');

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

/** What a state shows when the pointer rests on it. */
export function tooltipOf(name: string, visited: Visited | undefined, redact: Redact): string {
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
