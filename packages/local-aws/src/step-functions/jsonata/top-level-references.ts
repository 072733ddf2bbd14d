import type { SyntaxNode } from './syntax';

/** A node with the parts that are evaluated where the node itself is. */
interface Node extends SyntaxNode {
  readonly lhs?: Node | readonly (readonly Node[])[];
  readonly rhs?: Node;
  readonly expression?: Node;
  readonly expressions?: readonly Node[];
  readonly steps?: readonly Node[];
  readonly procedure?: Node;
  readonly arguments?: readonly Node[];
  readonly body?: Node;
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
}

/**
 * What an expression reads of its context, which it has none of in Step Functions: names of fields, `$` and `$$`, each
 * once and in the order in which they are written.
 *
 * Within a path only the first step is read there; what follows it, predicates, sorts, groups and transforms have the
 * context that the step before gives them.
 */
export function topLevelReferences(root: object): Set<string> {
  const found = new Set<string>();
  collect(root as Node, found);
  return found;
}

function collect(node: Node | undefined, found: Set<string>): void {
  if (node?.type === 'name') {
    found.add(String(node.value));
  } else if (node?.type === 'variable' && (node.value === '' || node.value === '$')) {
    found.add(`$${node.value}`);
  } else if (node) {
    partsOf(node).forEach((part) => collect(part, found));
  }
}

function partsOf(node: Node): readonly (Node | undefined)[] {
  switch (node.type) {
    case 'path':
      return [node.steps![0]];
    case 'unary':
      return node.value === '{'
        ? (node.lhs as readonly (readonly Node[])[]).flat()
        : [node.expression, ...(node.expressions ?? [])];
    case 'binary':
    case 'apply':
      return [node.lhs as Node, node.rhs];
    case 'function':
    case 'partial':
      return [node.procedure, ...node.arguments!];
    case 'lambda':
      return [node.body];
    case 'condition':
      return [node.condition, node.then, node.else];
    case 'block':
      return node.expressions!;
    case 'bind':
      return [node.rhs];
    default:
      return [];
  }
}
