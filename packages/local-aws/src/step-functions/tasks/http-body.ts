import { runtimeError } from './task-arguments';

import { arrayFormats, requestBodyEncodings, type ArrayFormat } from './http-rules';
import { isJsonObject, type Json, type JsonObject } from '../../json';

/**
 * The request body of an HTTP Task. Source: developer guide, "Applying URL-encoding on request body".
 *
 * @param transform the `Transform` field; without it the body goes out as JSON, whatever the headers say.
 * @param connectionBody body parameters of the connection, which win over the definition's.
 * @throws StatesError States.Runtime for a text body that would have to be merged, or an unknown encoding.
 */
export function encodeBody(
  body: Json | undefined,
  transform: Json | undefined,
  connectionBody: Readonly<Record<string, string>>,
): string | undefined {
  const merged = merge(body, connectionBody);
  const encoding = readTransform(transform);
  if (merged === undefined) {
    return undefined;
  }
  if (typeof merged === 'string') {
    return merged;
  }
  return encoding === 'NONE' ? JSON.stringify(merged) : formPairs(merged, encoding.arrayFormat).join('&');
}

/** `key=value` pairs, percent-encoded; a nested member becomes `outer[inner]`, as in `payload%5Bvalue%5D=1024`. */
export function formPairs(value: Json, arrayFormat: ArrayFormat, key = ''): string[] {
  if (Array.isArray(value)) {
    if (arrayFormat === 'COMMAS') {
      return [pair(key, value.map(scalar).join(','))];
    }
    return value.flatMap((element, index) =>
      formPairs(element, arrayFormat, elementKey(key, index, arrayFormat)),
    );
  }
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([name, member]) =>
      formPairs(member, arrayFormat, key === '' ? name : `${key}[${name}]`),
    );
  }
  return [pair(key, scalar(value))];
}

function elementKey(key: string, index: number, arrayFormat: ArrayFormat): string {
  if (arrayFormat === 'INDICES') {
    return `${key}[${index}]`;
  }
  return arrayFormat === 'BRACKETS' ? `${key}[]` : key;
}

function pair(key: string, value: string): string {
  return `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
}

function scalar(value: Json): string {
  if (value === null) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function merge(body: Json | undefined, connectionBody: Readonly<Record<string, string>>): Json | undefined {
  if (Object.keys(connectionBody).length === 0) {
    return body;
  }
  if (body !== undefined && !isJsonObject(body)) {
    throw runtimeError(
      'A RequestBody that is not an object cannot be merged with the connection body parameters.',
    );
  }
  return { ...(body as JsonObject | undefined), ...connectionBody };
}

function readTransform(transform: Json | undefined): 'NONE' | { arrayFormat: ArrayFormat } {
  if (transform === undefined) {
    return 'NONE';
  }
  if (!isJsonObject(transform)) {
    throw runtimeError('Transform must be an object.');
  }
  const encoding = transform['RequestBodyEncoding'] ?? 'NONE';
  if (!requestBodyEncodings.includes(encoding as string)) {
    throw runtimeError(`RequestBodyEncoding must be ${requestBodyEncodings.join(' or ')}.`);
  }
  const options = transform['RequestEncodingOptions'] ?? {};
  const arrayFormat = (isJsonObject(options) ? options['ArrayFormat'] : undefined) ?? arrayFormats[0];
  if (!arrayFormats.includes(arrayFormat as ArrayFormat)) {
    throw runtimeError(`ArrayFormat must be one of ${arrayFormats.join(', ')}.`);
  }
  return encoding === 'NONE' ? 'NONE' : { arrayFormat: arrayFormat as ArrayFormat };
}
