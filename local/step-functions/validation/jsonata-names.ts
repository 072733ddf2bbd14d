import { compile } from '../jsonata/compile';
import { addedFunctions } from '../interpreter/functions';

/** The names that an expression uses, of variables without their `$`. */
export interface ExpressionNames {
  readonly variables: ReadonlySet<string>;
  /** Fields of the reserved variable `$states`, e.g. `result`. */
  readonly statesFields: ReadonlySet<string>;
}

/** Functions of jsonata 2.0.6 without `$eval`, and those that Step Functions adds. */
export const jsonataFunctions: ReadonlySet<string> = new Set([
  ...(
    'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl ' +
    'decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase ' +
    'formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not ' +
    'now number pad parseInteger power random reduce replace reverse round shuffle sift single sort split spread ' +
    'sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip'
  ).split(' '),
  ...Object.keys(addedFunctions),
]);

/**
 * The names used in an expression and not bound by itself.
 *
 * @throws what jsonata throws for a syntax error: an object with a `message`.
 */
export function namesIn(expression: string): ExpressionNames {
  const variables = new Set<string>();
  const bound = new Set<string>();
  const statesFields = new Set<string>();
  visit(compile(expression).ast(), { variables, bound, statesFields });
  // "" and "$" are the context and the root, which exist inside of paths and functions.
  return {
    variables: new Set([...variables].filter((name) => !bound.has(name) && !/^\$?$/.test(name))),
    statesFields,
  };
}

interface Found {
  readonly variables: Set<string>;
  readonly bound: Set<string>;
  readonly statesFields: Set<string>;
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly lhs?: Node;
  readonly steps?: readonly Node[];
  readonly arguments?: readonly Node[];
  readonly focus?: string;
  readonly index?: string;
}

function visit(node: unknown, found: Found): void {
  if (Array.isArray(node)) {
    return node.forEach((item) => visit(item, found));
  }
  if (typeof node !== 'object' || node === null) {
    return;
  }
  const { type, value, lhs, steps, arguments: parameters = [], focus, index } = node as Node;
  if (type === 'variable') {
    found.variables.add(String(value));
  }
  if (type === 'bind') {
    found.bound.add(String(lhs?.value));
  }
  if (type === 'lambda') {
    parameters.forEach((parameter) => found.bound.add(String(parameter.value)));
  }
  if (typeof focus === 'string') {
    found.bound.add(focus);
  }
  if (typeof index === 'string') {
    found.bound.add(index);
  }
  if (
    type === 'path' &&
    steps?.[0]?.value === 'states' &&
    steps[0].type === 'variable' &&
    steps[1]?.type === 'name'
  ) {
    found.statesFields.add(String(steps[1].value));
  }
  Object.values(node).forEach((child) => visit(child, found));
}
