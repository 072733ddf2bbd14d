/** A node of JSONata's syntax tree, as far as it is looked at. */
export interface SyntaxNode {
  readonly type?: string;
  readonly value?: unknown;
  readonly expressions?: readonly SyntaxNode[];
  readonly steps?: readonly SyntaxNode[];
  readonly focus?: string;
  readonly index?: string;
  readonly tuple?: boolean;
  [notes]?: Notes;
}

/** What is known of a node before it is evaluated, and where its evaluations stand. */
export interface Notes {
  readonly type: string;
  /** The node around it; undefined at the top and for the body of a function, which is evaluated elsewhere. */
  readonly parent: Notes | undefined;
  /** Bytes that each element of a list costs that the node results in: 0 where the list is neither made nor copied. */
  readonly bytesPerElement: number;
  /** Whether the node makes its value. */
  readonly makes: boolean;
  /** Whether a text that the node results in is read there, not only handed on. */
  readonly reads: boolean;
  /** Bytes that one evaluation costs besides its result. */
  readonly bytes: number;
  /** Nesting of its evaluations that go on. */
  readonly depths: number[];
}

const notes = Symbol('notes');

/** Results of these exist already. */
const existing = ['variable', 'name', 'parent', 'bind', 'block', 'condition', 'lambda', 'regex'];

/** Nodes that JSONata does not evaluate as such. */
const notEvaluated = ['sort', 'filter', 'index', 'focus', 'operator'];

/** Longer lists in a definition are refused: JSONata copies the list for each item. */
const longestConstructor = 10_000;

export function notesOf(node: SyntaxNode): Notes {
  return node[notes]!;
}

/** Makes the notes of all nodes. @returns the names of all variables and functions in it, without their `$` */
export function annotate(root: object): Set<string> {
  const names = new Set<string>();
  visit(root, undefined, {}, names);
  return names;
}

/** What a node's place says about it. */
interface Place {
  readonly sorts?: boolean;
  readonly groups?: boolean;
}

function visit(value: unknown, parent: SyntaxNode | undefined, place: Place, names: Set<string>): void {
  if (Array.isArray(value)) {
    value.forEach((item) => visit(item, parent, place, names));
    return;
  }
  if (typeof value !== 'object' || value === null || value instanceof RegExp) {
    return;
  }
  const node = value as SyntaxNode;
  const evaluated = typeof node.type === 'string' && !notEvaluated.includes(node.type);
  if (evaluated) {
    node[notes] = notesFor(node, parent, place);
    if (node.type === 'variable') {
      names.add(String(node.value));
    }
  }
  for (const [field, child] of Object.entries(node)) {
    const around = evaluated ? node : parent;
    const inFunction = node.type === 'lambda' && field === 'body';
    visit(child, inFunction ? undefined : around, placeIn(node, field, evaluated ? {} : place), names);
  }
}

function placeIn(node: SyntaxNode, field: string, outer: Place): Place {
  if (node.type === 'sort' && field === 'terms') {
    return { sorts: true };
  }
  return field === 'group' ? { groups: true } : outer;
}

function notesFor(node: SyntaxNode, parent: SyntaxNode | undefined, { sorts, groups }: Place): Notes {
  const makes = !existing.includes(node.type!);
  const isText = (each: SyntaxNode | undefined) => each?.type === 'binary' && each.value === '&';
  const handsOn = ['bind', 'block', 'condition', 'function', 'apply', 'partial'];
  return {
    type: isText(node) ? '&' : node.type!,
    parent: parent && notesOf(parent),
    bytesPerElement: bytesPerElement(node, parent, makes),
    makes,
    reads: parent !== undefined && !isText(parent) && !handsOn.includes(parent.type!),
    bytes: bytesFor(node, sorts, groups),
    depths: [],
  };
}

function bytesPerElement(node: SyntaxNode, parent: SyntaxNode | undefined, makes: boolean): number {
  if (node.tuple || node.focus !== undefined || node.index !== undefined) {
    return 256;
  }
  if (parent?.type === 'unary' && parent.value === '[') {
    return 8 * Math.max(1, parent.expressions!.length / 8);
  }
  return makes || parent?.type === 'path' ? 8 : 0;
}

/** JSONata copies what is left of a list for each comparison of a sort, and a group for each item of it. */
function bytesFor(node: SyntaxNode, sorts = false, groups = false): number {
  if (node.type === 'unary' && node.value === '[' && node.expressions!.length > longestConstructor) {
    return Infinity;
  }
  return sorts ? 1_280 : groups ? 2_560 : 0;
}
