import { isObject } from './terraform-plan';

const sensitive = '(sensitive value)';
export const knownAfterApply = '(known after apply)';

/** Replaces what must not be shown, and what is not known yet, with a sentence. */
export function shownValue(value: unknown, marks: { sensitive?: unknown; unknown?: unknown }): unknown {
  if (marks.sensitive === true) {
    return sensitive;
  }
  if (marks.unknown === true) {
    return knownAfterApply;
  }
  if (Array.isArray(value) || Array.isArray(marks.unknown)) {
    const items = Array.isArray(value) ? value : [];
    const unknowns = Array.isArray(marks.unknown) ? marks.unknown : [];
    return Array.from({ length: Math.max(items.length, unknowns.length) }, (_, index) =>
      shownValue(items[index], { sensitive: part(marks.sensitive, index), unknown: unknowns[index] }),
    );
  }
  if (isObject(value) || isObject(marks.unknown)) {
    const keys = new Set([...Object.keys(value ?? {}), ...Object.keys(marks.unknown ?? {})]);
    return Object.fromEntries(
      [...keys].map((key) => [
        key,
        shownValue(part(value, key), {
          sensitive: part(marks.sensitive, key),
          unknown: part(marks.unknown, key),
        }),
      ]),
    );
  }
  return value;
}

function part(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

/** A value as lines: a structure and the JSON documents in it are pretty-printed, anything else is one line. */
export function linesOf(value: unknown): string[] {
  if (value === sensitive || value === knownAfterApply) {
    return [String(value)];
  }
  return JSON.stringify(value, (_, one: unknown) => jsonDocument(one) ?? one, 2).split('\n');
}

/** The object or list that a JSON text holds; undefined for any other value. */
export function jsonDocument(value: unknown): object | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) {
    return undefined;
  }
  try {
    return JSON.parse(value) as object;
  } catch {
    return undefined;
  }
}
