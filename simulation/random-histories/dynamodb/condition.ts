import { compared, equal, type Item } from './attribute-values';
import type { Names } from './names';
import { Tokens } from './tokens';
import type { JsonObject } from '@usage-billing/local-aws/json';

type Test = (item: Item) => boolean;

/** A condition, filter or key condition. It knows what the definitions use and refuses the rest. */
export function conditionOf(expression: string, names: Names): Test {
  const tokens = new Tokens(expression);
  const condition = either(tokens, names);
  if (!tokens.ended) {
    throw tokens.unexpected();
  }
  return condition;
}

function either(tokens: Tokens, names: Names): Test {
  let left = both(tokens, names);
  while (tokens.take('OR')) {
    const [first, second] = [left, both(tokens, names)];
    left = (item) => first(item) || second(item);
  }
  return left;
}

function both(tokens: Tokens, names: Names): Test {
  let left = single(tokens, names);
  while (tokens.take('AND')) {
    const [first, second] = [left, single(tokens, names)];
    left = (item) => first(item) && second(item);
  }
  return left;
}

function single(tokens: Tokens, names: Names): Test {
  if (tokens.take('(')) {
    const inner = either(tokens, names);
    tokens.expect(')');
    return inner;
  }
  for (const [name, present] of [
    ['attribute_exists', true],
    ['attribute_not_exists', false],
  ] as const) {
    if (tokens.take(name)) {
      tokens.expect('(');
      const attribute = names.attribute(tokens.word());
      tokens.expect(')');
      return (item) => (item[attribute] !== undefined) === present;
    }
  }
  const left = operand(tokens, names);
  if (tokens.take('BETWEEN')) {
    const low = operand(tokens, names);
    tokens.expect('AND');
    const high = operand(tokens, names);
    return (item) =>
      ordered(left(item), low(item), (order) => order >= 0) &&
      ordered(left(item), high(item), (order) => order <= 0);
  }
  for (const [sign, compare] of Object.entries(comparisons)) {
    if (tokens.take(sign)) {
      const right = operand(tokens, names);
      return (item) => compare(left(item), right(item));
    }
  }
  throw tokens.unexpected();
}

type Operand = (item: Item) => JsonObject | undefined;

function operand(tokens: Tokens, names: Names): Operand {
  const word = tokens.word();
  if (word.startsWith(':')) {
    const value = names.value(word);
    return () => value;
  }
  const attribute = names.attribute(word);
  return (item) => item[attribute];
}

/** An absent attribute differs from everything and has no order. */
const comparisons: Record<string, (a: JsonObject | undefined, b: JsonObject | undefined) => boolean> = {
  '=': (a, b) => a !== undefined && b !== undefined && equal(a, b),
  '<>': (a, b) => a === undefined || b === undefined || !equal(a, b),
  '<=': (a, b) => ordered(a, b, (order) => order <= 0),
  '>=': (a, b) => ordered(a, b, (order) => order >= 0),
  '<': (a, b) => ordered(a, b, (order) => order < 0),
  '>': (a, b) => ordered(a, b, (order) => order > 0),
};

function ordered(
  a: JsonObject | undefined,
  b: JsonObject | undefined,
  holds: (order: number) => boolean,
): boolean {
  const order = a && b && compared(a, b);
  return order !== undefined && holds(order);
}
