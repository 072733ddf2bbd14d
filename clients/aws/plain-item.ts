import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item of DynamoDB as plain JSON: `{ "status": "completed" }` instead of `{ "status": { "S": "completed" } }`. */
export function plainItem(item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: AttributeValue): unknown {
  if (value.M) {
    return plainItem(value.M);
  }
  if (value.L) {
    return value.L.map(plainValue);
  }
  if (value.N !== undefined) {
    return plainNumber(value.N);
  }
  if (value.B) {
    return Buffer.from(value.B).toString('base64');
  }
  if (value.NULL) {
    return null;
  }
  return value.S ?? value.BOOL ?? value.SS ?? value.NS?.map(plainNumber) ?? value;
}

/** DynamoDB has 38 digits, JavaScript about 16: a number that would be another one stays a text. */
function plainNumber(text: string): number | string {
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}
