import { isJsonObject, type Json, type JsonObject } from '../types';
import { runtimeError, text } from './task-arguments';

/**
 * Refuses attribute values that Step Functions cannot make a call of; moto would take them.
 *
 * @throws StatesError States.Runtime, which nothing catches, for text or numbers that are no STRING
 */
export function checkAttributeValues(input: JsonObject): void {
  for (const field of ['Key', 'Item', 'ExpressionAttributeValues']) {
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
