import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A DynamoDB attribute as a plain value, as far as the records have it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function unmarshalled(value: AttributeValue): any {
  if (value.M) {
    return Object.fromEntries(Object.entries(value.M).map(([key, item]) => [key, unmarshalled(item)]));
  }
  if (value.L) {
    return value.L.map(unmarshalled);
  }
  if (value.N !== undefined) {
    return Number(value.N);
  }
  return value.S ?? value.BOOL;
}
