/** A string of JSON, or what stands between strings. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:\s]+/g;

/**
 * Parses JSON as Step Functions' `$parse` does: a field must not come twice in an object, and a number must fit.
 *
 * @throws SyntaxError
 */
export function parseStrictly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const keys: (Set<string> | undefined)[] = [];
  let string: string | undefined;
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') {
      keys.push(part === '{' ? new Set() : undefined);
    } else if (part === '}' || part === ']') {
      keys.pop();
    } else if (part === ':') {
      addKey(keys.at(-1)!, string!);
    } else if (part.startsWith('"')) {
      string = part;
    } else if (part !== ',' && Math.abs(Number(part)) === Infinity) {
      throw new SyntaxError(`The number ${part} is too large`);
    }
  }
  return value;
}

function addKey(keys: Set<string>, written: string): void {
  const key = JSON.parse(written) as string;
  if (keys.has(key)) {
    throw new SyntaxError(`The field ${written} comes twice`);
  }
  keys.add(key);
}
