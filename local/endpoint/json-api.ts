import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse } from './aws-request';
import { AwsError, unsupported } from './errors';

/** An operation of an AWS JSON API: its parameters by name, others are rejected. */
export interface JsonOperation {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly run: (input: never) => unknown;
}

/** Declares an operation; the parameters must be those of the SDK's input type. */
export function operation<Input>(
  required: readonly (keyof Input & string)[],
  optional: readonly (keyof Input & string)[],
  run: (input: Input) => unknown,
): JsonOperation {
  return { required, optional, run };
}

/** Handles a request of an AWS JSON 1.0 API. Dates are sent as seconds since 1970, as the protocol demands. */
export async function respondWithJson(
  service: string,
  operations: Readonly<Record<string, JsonOperation>>,
  request: AwsRequest,
): Promise<AwsResponse> {
  const found = Object.hasOwn(operations, request.operation) ? operations[request.operation] : undefined;
  if (!found) {
    throw unsupported(service, request.operation);
  }
  const input = parseInput(request.body.toString());
  for (const name of found.required) {
    if (input[name] === undefined) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
      );
    }
  }
  const known = [...found.required, ...found.optional];
  const unknown = Object.keys(input).find((name) => !known.includes(name));
  if (unknown) {
    throw unsupported(service, `${unknown} of ${request.operation}`);
  }
  const output = await found.run(input as never);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(output ?? {}, datesInSeconds),
  };
}

function parseInput(body: string): Record<string, unknown> {
  try {
    const input = JSON.parse(body || '{}') as Record<string, unknown>;
    return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON');
  }
}

function datesInSeconds(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}

/**
 * One page of a list.
 *
 * @param defaultSize page size when the caller names none (or 0, which means the same to AWS)
 */
export function page<Item>(
  items: readonly Item[],
  { maxResults, nextToken }: { maxResults?: number | undefined; nextToken?: string | undefined },
  defaultSize = 100,
): { items: Item[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  }
  if (maxResults !== undefined && (!Number.isInteger(maxResults) || maxResults < 0 || maxResults > 1000)) {
    throw new AwsError('ValidationException', `maxResults is ${maxResults}; it must be between 0 and 1000`);
  }
  const end = start + (maxResults || defaultSize);
  const more = end < items.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {};
  return { items: items.slice(start, end), ...more };
}
