import { isJsonObject, type Json, type JsonObject } from '@usage-billing/local-aws/json';

/** An item or a key: DynamoDB's JSON, such as `{ "identifier": { "S": "a" } }`. */
export type Item = { readonly [attribute: string]: JsonObject };

/** DynamoDB's ValidationException, or what this model does not know: both must fail a history loudly. */
export class Unsupported extends Error {}

/** Numbers as DynamoDB stores them: without leading zeros. Digits beyond a double's are refused. */
export function normalized(value: Json): JsonObject {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) {
    throw new Unsupported(`No attribute value: ${JSON.stringify(value)}`);
  }
  const [[type, content]] = Object.entries(value) as [[string, Json]];
  switch (type) {
    case 'N':
      return { N: numberText(content) };
    case 'S':
    case 'BOOL':
      if (typeof content !== (type === 'S' ? 'string' : 'boolean')) {
        throw new Unsupported(`${type} holds ${JSON.stringify(content)}.`);
      }
      return value;
    case 'M':
      return {
        M: Object.fromEntries(Object.entries(content as JsonObject).map(([k, v]) => [k, normalized(v)])),
      };
    case 'L':
      return { L: (content as Json[]).map(normalized) };
    default:
      throw new Unsupported(`The model of DynamoDB does not know the type ${type}.`);
  }
}

function numberText(content: Json): string {
  if (typeof content !== 'string' || !/^-?\d{1,15}$/.test(content)) {
    throw new Unsupported(`N holds ${JSON.stringify(content)}: the model takes whole numbers of 15 digits.`);
  }
  return String(Number(content));
}

export function numberOf(value: JsonObject | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

export function textOf(value: JsonObject | undefined): string | undefined {
  return value?.S as string | undefined;
}

/** Negative, 0 or positive; undefined where the types differ or have no order. */
export function compared(a: JsonObject, b: JsonObject): number | undefined {
  if (a.N !== undefined && b.N !== undefined) {
    return Number(a.N) - Number(b.N);
  }
  if (a.S !== undefined && b.S !== undefined) {
    return a.S === b.S ? 0 : a.S! < b.S! ? -1 : 1;
  }
  return undefined;
}

export function equal(a: JsonObject, b: JsonObject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
