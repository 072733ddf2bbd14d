import { attributesOf, isObject, type Change } from './terraform-plan';

/** The names of a resource's attributes that change, those that are known only after apply among them. */
export function changedAttributes({ before, after, after_unknown: unknown }: Change): string[] {
  const [old, next, late] = [attributesOf(before), attributesOf(after), attributesOf(unknown)];
  const names = new Set([...Object.keys(old), ...Object.keys(next), ...Object.keys(late)]);
  return [...names].filter((name) => !isZero(late[name]) || !isSame(old[name], next[name])).sort();
}

export function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(withoutZeros(before)) === JSON.stringify(withoutZeros(after));
}

/** The AWS provider does not distinguish an unset value from `0`, `false`, an empty text or an empty list. */
function withoutZeros(value: unknown): unknown {
  if (isZero(value)) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map(withoutZeros);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutZeros(one)]));
}

export function isZero(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return !value;
  }
  return Object.values(value).every(isZero);
}
