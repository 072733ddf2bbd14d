import jsonata, { type Expression } from 'jsonata';
import { BoundedRegExp } from './bounded-regexp';

const options = { RegexEngine: BoundedRegExp as unknown as RegExp };

/**
 * Parses an expression. All that JSONata compiles goes through here: it uses one engine of regular expressions for
 * all, the last one that it was given.
 *
 * @throws what JSONata throws for a syntax error: an object with a `message`
 */
export function compile(text: string): Expression {
  return jsonata(text, options);
}
