import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Thrown for an attribute that is not as this version writes it; the message says how. */
export class NotKnown extends Error {}

type Read<T> = (name: string) => T | undefined;

/** The latest time in Unix seconds that JavaScript has a date for; no other number of the ledger is as great, but bytes. */
const greatestNumber = 8.64e12;

/** Reads the attributes of an item. An attribute that is absent is undefined. @throws NotKnown from each */
export const attributeReader = (item: Attributes) => ({
  text: ((name) => ofType(item, name, 'S')) satisfies Read<string>,

  /** A time or a count. */
  number: ((name) =>
    numberOf(item, name, (value) => value >= 0 && value <= greatestNumber)) satisfies Read<number>,

  /** A whole number of bytes. */
  bytes: ((name) =>
    numberOf(item, name, (value) => value >= 0 && Number.isSafeInteger(value))) satisfies Read<number>,

  flag: ((name) => ofType(item, name, 'BOOL')) satisfies Read<boolean>,

  oneOf:
    <T extends string>(allowed: readonly T[]): Read<T> =>
    (name) => {
      const value = ofType(item, name, 'S');
      const found = allowed.find((candidate) => candidate === value);
      if (value !== undefined && found === undefined) {
        throw new NotKnown(`its ${name} is "${value}", which is none of ${allowed.join(', ')}`);
      }
      return found;
    },

  required<T>(name: string, read: Read<T>): T {
    const value = read(name);
    if (value === undefined) {
      throw new NotKnown(`it has no ${name}`);
    }
    return value;
  },
});

/** The same for what is not known as a whole: an attribute that cannot be read is undefined. */
export function lenient({ text, number, bytes }: ReturnType<typeof attributeReader>) {
  const orUndefined =
    <T>(read: Read<T>): Read<T> =>
    (name) => {
      try {
        return read(name);
      } catch {
        return undefined;
      }
    };
  return { text: orUndefined(text), number: orUndefined(number), bytes: orUndefined(bytes) };
}

function ofType<T extends 'S' | 'N' | 'BOOL'>(item: Attributes, name: string, type: T) {
  const attribute: AttributeValue | undefined = item[name];
  if (attribute === undefined) {
    return undefined;
  }
  const value = (attribute as Partial<Record<'S' | 'N', string> & Record<'BOOL', boolean>>)[type];
  if (value === undefined) {
    throw new NotKnown(`its ${name} has the type ${Object.keys(attribute).join(', ')}, not ${type}`);
  }
  return value;
}

function numberOf(
  item: Attributes,
  name: string,
  isPossible: (value: number) => boolean,
): number | undefined {
  const text = ofType(item, name, 'N');
  if (text !== undefined && !isPossible(Number(text))) {
    throw new NotKnown(`its ${name} is ${text}`);
  }
  return text === undefined ? undefined : Number(text);
}
