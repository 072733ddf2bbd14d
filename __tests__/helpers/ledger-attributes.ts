import type { Json } from '@usage-billing/local-aws/json';

export type Value = string | number | boolean;

/** Attributes as DynamoDB gives them; what is undefined is left out. */
export function attributesOf(values: Readonly<Record<string, Value | undefined>>): { [name: string]: Json } {
  const present = Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, attributeOf(value)]));
}

/** A value as DynamoDB gives it. */
export function attributeOf(value: Value): { N: string } | { BOOL: boolean } | { S: string } {
  switch (typeof value) {
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'string':
      return { S: value };
  }
}
