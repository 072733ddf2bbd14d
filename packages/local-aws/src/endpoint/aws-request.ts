import type { IncomingHttpHeaders } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { AwsError } from './errors';

/** A request to AWS, with the parts that decide which handler gets it. */
export interface AwsRequest {
  /** The service as it stands in the signature: `dynamodb`, `states`, `logs`, `monitoring`, `s3`, … */
  readonly service: string;
  /** The API operation, e.g. `UpdateItem`. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer | string;
}

/** Reads service and operation of a request in any of AWS's protocols. */
export function awsRequest(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): AwsRequest {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  return { service, operation: operationOf(service, method, url, headers, body), method, url, headers, body };
}

function operationOf(
  service: string,
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return target.slice(target.lastIndexOf('.') + 1);
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return new URLSearchParams(body.toString()).get('Action') ?? '';
  }
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  if (service === 'scheduler') {
    const verbOfSchedule = { POST: 'Create', PUT: 'Update', GET: 'Get', DELETE: 'Delete' }[method];
    return /^\/schedules\/[^/]+$/.test(pathname) && verbOfSchedule ? `${verbOfSchedule}Schedule` : '';
  }
  const verb = { PUT: 'Put', GET: 'Get', HEAD: 'Head', DELETE: 'Delete' }[method];
  if (service !== 's3' || !verb) {
    return '';
  }
  // SDKs name the operation in x-id, the AWS CLI does not.
  return searchParams.get('x-id') ?? `${verb}${pathname.split('/').length > 2 ? 'Object' : 'Bucket'}`;
}

/** A response in plain JSON. */
export const jsonResponse = (body: unknown): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** An error in the protocol that the request speaks: JSON, Scheduler's REST with JSON, Query (XML) or S3's XML. */
export function errorResponse(request: AwsRequest, error: AwsError): AwsResponse {
  const requestId = randomUUID();
  if (typeof request.headers['x-amz-target'] === 'string') {
    return {
      status: error.status,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    };
  }
  if (request.service === 'scheduler') {
    return {
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-errortype': error.code,
        'x-amzn-requestid': requestId,
      },
      body: JSON.stringify({ Message: error.message }),
    };
  }
  const detail = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  const body =
    request.service === 's3'
      ? `<Error>${detail}<RequestId>${requestId}</RequestId></Error>`
      : `<ErrorResponse><Error><Type>Sender</Type>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status: error.status, headers: { 'content-type': 'text/xml' }, body };
}

function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
