import { StatesError } from '../types';
import { isJsonObject, type Json, type JsonObject } from '../../json';

/** An error that ends the execution: `States.ALL` does not catch it. */
export function runtimeError(cause: string): StatesError {
  return new StatesError('States.Runtime', cause);
}

/**
 * The arguments of an integration as an object with none but these fields.
 *
 * @throws StatesError States.Runtime naming the field that is not supported, or missing.
 */
export function objectWith(
  value: Json,
  { name, fields, required }: { name: string; fields: readonly string[]; required: readonly string[] },
): JsonObject {
  if (!isJsonObject(value)) {
    throw runtimeError(`The Arguments of ${name} must be an object.`);
  }
  const unknown = Object.keys(value).find((field) => !fields.includes(field));
  if (unknown !== undefined) {
    throw runtimeError(
      `local Step Functions does not support the field '${unknown}' of ${name}; it knows ${fields.join(', ')}.`,
    );
  }
  for (const field of required) {
    if (value[field] === undefined) {
      throw runtimeError(`The field '${field}' is required by ${name}.`);
    }
  }
  return value;
}

/** @throws StatesError States.Runtime when the field is not a string. */
export function text(value: JsonObject, field: string): string {
  const found = value[field];
  if (typeof found !== 'string') {
    throw runtimeError(`The value for the field '${field}' must be a STRING.`);
  }
  return found;
}
