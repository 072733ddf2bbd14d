import { unsupported } from '../endpoint/errors';
import type { Json } from '../json';

/** Whether a log line matches. */
export type LineTest = (line: Json) => boolean;

const token =
  /\s*(?:(\$(?:\.[\w-]+)+)\s*(=|!=)\s*(?:"([^"*]*)"|(-?\d+(?:\.\d+)?|[\w-]+))|(&&)|(\|\|)|(\()|(\)))/y;

/**
 * Reads a JSON filter pattern of CloudWatch Logs: `{ $.type = "X" && ($.details.name = "Y" || …) }`.
 *
 * @throws UnsupportedOperation for any other pattern
 */
export function parseFilterPattern(pattern: string): LineTest {
  const rejection = () => unsupported('CloudWatch Logs', `the filter pattern ${pattern}`);
  const inner = /^\s*\{(.*)\}\s*$/s.exec(pattern)?.[1]?.trimEnd();
  if (!inner) {
    throw rejection();
  }
  const tokens: RegExpExecArray[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < inner.length) {
    const found = token.exec(inner);
    if (!found) {
      throw rejection();
    }
    tokens.push(found);
  }

  const either = (): LineTest => {
    const parts = [both()];
    while (tokens[0]?.[6]) {
      tokens.shift();
      parts.push(both());
    }
    return (line) => parts.some((part) => part(line));
  };
  const both = (): LineTest => {
    const parts = [single()];
    while (tokens[0]?.[5]) {
      tokens.shift();
      parts.push(single());
    }
    return (line) => parts.every((part) => part(line));
  };
  const single = (): LineTest => {
    const next = tokens.shift();
    if (next?.[1]) {
      return comparison(next[1], next[2] === '=', next[3] ?? next[4] ?? '');
    }
    if (!next?.[7]) {
      throw rejection();
    }
    const group = either();
    if (!tokens.shift()?.[8]) {
      throw rejection();
    }
    return group;
  };
  const test = either();
  if (tokens.length > 0) {
    throw rejection();
  }
  return test;
}

/** A line without the field matches neither `=` nor `!=`. */
function comparison(selector: string, equal: boolean, expected: string): LineTest {
  const path = selector.split('.').slice(1);
  return (line) => {
    let value: Json | undefined = line;
    for (const name of path) {
      value = value && typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined;
    }
    if (value === undefined || value === null || typeof value === 'object') {
      return false;
    }
    return (String(value) === expected) === equal;
  };
}
