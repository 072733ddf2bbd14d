import { compile } from '../jsonata/compile';
import { topLevelReferences } from '../jsonata/top-level-references';

/** What an expression refers to outside of itself. */
export interface ExpressionReferences {
  /** Names of its context, of which there is none: fields, `$` and `$$`. */
  readonly topLevel: ReadonlySet<string>;
  /** Fields of the reserved variable `$states`, e.g. `result`. */
  readonly statesFields: ReadonlySet<string>;
  /** Whether it calls or hands on `$eval`. */
  readonly usesEval: boolean;
}

/** @throws what JSONata throws for a syntax error: an object with a `message` */
export function referencesOf(expression: string): ExpressionReferences {
  const statesFields = new Set<string>();
  const variables = new Set<string>();
  const ast = compile(expression).ast();
  visit(ast, { variables, statesFields });
  return { topLevel: topLevelReferences(ast), statesFields, usesEval: variables.has('eval') };
}

interface References {
  readonly variables: Set<string>;
  readonly statesFields: Set<string>;
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
}

function visit(node: unknown, found: References): void {
  if (Array.isArray(node)) {
    return node.forEach((item) => visit(item, found));
  }
  if (typeof node !== 'object' || node === null) {
    return;
  }
  const { type, value, steps } = node as Node;
  if (type === 'variable') {
    found.variables.add(String(value));
  }
  const [first, second] = type === 'path' ? steps! : [];
  if (first?.type === 'variable' && first.value === 'states' && second?.type === 'name') {
    found.statesFields.add(String(second.value));
  }
  Object.values(node).forEach((child) => visit(child, found));
}
