import { numberOf, Unsupported, type Item } from './attribute-values';
import type { Names } from './names';
import { Tokens } from './tokens';
import type { JsonObject } from '@usage-billing/local-aws/json';

type Operand = (item: Item) => JsonObject;

/** The item after `SET … REMOVE … ADD …`; every value is taken from the item as it was before. */
export function updated(expression: string, names: Names, item: Item): Item {
  const tokens = new Tokens(expression);
  const result: Record<string, JsonObject> = { ...item };
  const changed = new Set<string>();
  const target = (): string => {
    const attribute = names.attribute(tokens.word());
    if (changed.has(attribute)) {
      throw new Unsupported(`'${expression}' changes ${attribute} twice.`);
    }
    changed.add(attribute);
    return attribute;
  };
  while (!tokens.ended) {
    const clause = ['SET', 'REMOVE', 'ADD'].find((name) => tokens.take(name));
    if (!clause) {
      throw tokens.unexpected();
    }
    do {
      const attribute = target();
      if (clause === 'REMOVE') {
        delete result[attribute];
      } else if (clause === 'ADD') {
        result[attribute] = sum(item[attribute] ?? { N: '0' }, names.value(tokens.word()));
      } else {
        tokens.expect('=');
        result[attribute] = assigned(tokens, names)(item);
      }
    } while (tokens.take(','));
  }
  return result;
}

function assigned(tokens: Tokens, names: Names): Operand {
  const left = operand(tokens, names);
  if (!tokens.take('+')) {
    return left;
  }
  const right = operand(tokens, names);
  return (item) => sum(left(item), right(item));
}

function operand(tokens: Tokens, names: Names): Operand {
  if (tokens.take('if_not_exists')) {
    tokens.expect('(');
    const attribute = names.attribute(tokens.word());
    tokens.expect(',');
    const otherwise = operand(tokens, names);
    tokens.expect(')');
    return (item) => item[attribute] ?? otherwise(item);
  }
  const word = tokens.word();
  if (word.startsWith(':')) {
    const value = names.value(word);
    return () => value;
  }
  const attribute = names.attribute(word);
  return (item) => {
    const value = item[attribute];
    if (!value) {
      throw new Unsupported(`The item has no ${attribute} to take a value from.`);
    }
    return value;
  };
}

function sum(a: JsonObject, b: JsonObject): JsonObject {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) {
    throw new Unsupported('Only numbers are added.');
  }
  return { N: String(left + right) };
}
