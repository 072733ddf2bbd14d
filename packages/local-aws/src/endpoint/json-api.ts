import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse } from './aws-request';
import { AwsError, unsupported } from './errors';

/** An operation of an AWS JSON API: its parameters by name, others are rejected. */
export interface JsonOperation {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly run: (input: never, request: AwsRequest) => unknown;
}

/** Declares an operation; the parameters must be those of the SDK's input type. */
export function operation<Input>(
  required: readonly (keyof Input & string)[],
  optional: readonly (keyof Input & string)[],
  run: (input: Input, request: AwsRequest) => unknown,
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
  const output = await found.run(input as never, request);
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

/** A parameter that is not what AWS's model of the service allows, in AWS's words. */
export function invalidParameter(name: string, value: unknown, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${String(value)}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** Rejects a value that is none of these; a missing one is none. */
export function checkEnum(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) {
    throw invalidParameter(name, value, `satisfy enum value set: [${allowed.join(', ')}]`);
  }
}

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** What the API reference allows for an operation. */
export interface PageLimits {
  /** @default 1000 */
  readonly maximumSize?: number;
  /** Characters. @default 1024 */
  readonly maximumToken?: number;
}

/** Items of a page when the caller names no number, or 0, which means the same to AWS. */
const defaultSize = 100;

/** One page of a list. */
export function page<Item>(
  items: readonly Item[],
  { maxResults, nextToken }: PageRequest,
  { maximumSize = 1000, maximumToken = 1024 }: PageLimits = {},
): { items: Item[]; nextToken?: string } {
  if (nextToken !== undefined && nextToken.length > maximumToken) {
    throw invalidParameter('nextToken', nextToken, `have length less than or equal to ${maximumToken}`);
  }
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  }
  if (maxResults !== undefined && (!Number.isInteger(maxResults) || maxResults > maximumSize)) {
    throw invalidParameter('maxResults', maxResults, `have value less than or equal to ${maximumSize}`);
  }
  if (maxResults !== undefined && maxResults < 0) {
    throw invalidParameter('maxResults', maxResults, 'have value greater than or equal to 0');
  }
  const end = start + (maxResults || defaultSize);
  const more = end < items.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {};
  return { items: items.slice(start, end), ...more };
}
