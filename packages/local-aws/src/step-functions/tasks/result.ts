import type { Json, JsonObject } from '../../json';

/** How an integration writes a time: the optimized ones as milliseconds, the AWS SDK ones as text. */
export type TimeFormat = 'milliseconds' | 'iso';

/** An SDK's output as Step Functions returns it, without fields that are undefined. */
export function toResult(value: object, times: TimeFormat): JsonObject {
  const output: Record<string, unknown> = { ...value };
  delete output['$metadata'];
  return convert(output, times) as JsonObject;
}

function convert(value: unknown, times: TimeFormat): Json {
  if (value instanceof Date) {
    // The SDK for Java leaves out a fraction of zero.
    return times === 'milliseconds' ? value.getTime() : value.toISOString().replace('.000Z', 'Z');
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('base64');
  }
  if (Array.isArray(value)) {
    return value.map((element) => convert(element, times));
  }
  if (typeof value !== 'object' || value === null) {
    return value as Json;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, convert(member, times)]));
}
