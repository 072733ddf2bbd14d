import type { Params } from './types';

/** A name's parts: `recurring[meter]` is `['recurring', 'meter']`. */
function partsOf(name: string): string[] {
  const bracket = name.indexOf('[');
  if (bracket <= 0 || !name.endsWith(']')) {
    return [name];
  }
  return [name.slice(0, bracket), ...name.slice(bracket + 1, -1).split('][')];
}

/**
 * Decodes a form body or a query as Stripe does: nested brackets are objects, `[]` appends to a list, and of a
 * repeated name the last value counts.
 */
export function parseForm(text: string): Params {
  const root = emptyParams();
  for (const [name, value] of new URLSearchParams(text)) {
    const parts = partsOf(name);
    let level = root;
    for (const part of parts.slice(0, -1)) {
      const next = level[part];
      level = typeof next === 'object' ? next : (level[part] = emptyParams());
    }
    const last = parts[parts.length - 1] ?? name;
    level[last === '' ? String(Object.keys(level).length) : last] = value;
  }
  return root;
}

/** Without a prototype, so that no parameter's name can be taken for a property of every object. */
function emptyParams(): Params {
  return Object.create(null) as Params;
}
