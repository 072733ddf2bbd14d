import { runtimeError, text } from './task-arguments';
import { isJsonObject, type Json, type JsonObject } from '../../json';

/**
 * Rejects attribute values that Step Functions cannot send; moto would accept them.
 *
 * @throws StatesError States.Runtime, which nothing catches, where the text of an `S` or `N` is not a string
 */
export function checkAttributeValues(input: JsonObject): void {
  for (const field of ['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey']) {
    const attributes = input[field];
    if (isJsonObject(attributes)) {
      Object.values(attributes).forEach(checkAttributeValue);
    }
  }
}

function checkAttributeValue(value: Json): void {
  if (!isJsonObject(value)) {
    throw runtimeError('The value of an attribute must be an object, such as {"S": "text"}.');
  }
  for (const [type, member] of Object.entries(value)) {
    if (type === 'S' || type === 'N') {
      text(value, type);
    }
    if (type === 'M' && isJsonObject(member)) {
      Object.values(member).forEach(checkAttributeValue);
    }
    if (type === 'L' && Array.isArray(member)) {
      member.forEach(checkAttributeValue);
    }
    if (type === 'B' || type === 'BS') {
      throw runtimeError(
        `local Step Functions does not support binary attribute values (${type}) of DynamoDB.`,
      );
    }
  }
}
