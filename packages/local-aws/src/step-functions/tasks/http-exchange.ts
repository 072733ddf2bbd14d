import {
  request as httpRequest,
  STATUS_CODES,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { dataLimitExceeded, maximumDataBytes } from '../data-limit';
import { StatesError, type Clock } from '../types';
import type { HttpRequest } from './http-request';
import { runtimeError } from './task-arguments';

/** Source: developer guide, "Call HTTPS APIs": requests time out after 60 seconds. */
const timeoutSeconds = 60;

/** Real seconds; less than a state gets, whose own limit of a little more than 60 seconds starts earlier. */
const realSeconds = 2;

export interface HttpTaskResponse {
  readonly statusCode: number;
  /** The standard phrase of the status; a server's own phrase does not exist in HTTP/2. */
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string[]>>;
  readonly body: Buffer;
}

/**
 * Sends a request and reads the response; redirects are not followed.
 *
 * @param readsErrors whether the body of a response that is not 2xx is read, if it has at most 256 KiB
 * @throws StatesError States.Http.Socket after 60 seconds or when the connection breaks, States.DataLimitExceeded
 *   for a body over 256 KiB. No error contains what was sent.
 */
export async function exchange(
  request: HttpRequest,
  clock: Clock,
  signal: AbortSignal,
  readsErrors = false,
): Promise<HttpTaskResponse> {
  const done = new AbortController();
  const timeout = new AbortController();
  void clock.timeout(timeoutSeconds, done.signal, realSeconds).then(
    () => timeout.abort(),
    () => undefined,
  );
  try {
    return await send(request, AbortSignal.any([signal, timeout.signal]), readsErrors);
  } catch (error) {
    if (signal.aborted) {
      throw signal.reason;
    }
    if (error instanceof StatesError) {
      throw error;
    }
    throw new StatesError(
      'States.Http.Socket',
      timeout.signal.aborted ? 'HTTP request timed out.' : `HTTP request failed: ${socketCode(error)}.`,
    );
  } finally {
    done.abort();
  }
}

export function isSuccess(statusCode: number): boolean {
  return statusCode >= 200 && statusCode <= 299;
}

async function send(
  request: HttpRequest,
  signal: AbortSignal,
  readsErrors: boolean,
): Promise<HttpTaskResponse> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const { method, headers, body } = request;
    const outgoing = open(request.url, { method, headers: { ...headers }, signal, agent: false });
    outgoing.once('response', resolve).once('error', reject).end(body);
  });
  const statusCode = response.statusCode!;
  return {
    statusCode,
    statusText: STATUS_CODES[statusCode] ?? '',
    headers: response.headersDistinct as Record<string, string[]>,
    body: isSuccess(statusCode) ? await read(response) : await readError(response, readsErrors),
  };
}

/** Node rejects a header with, say, a line break in it; its message names the header and not the value. */
function open(url: string, options: RequestOptions): ClientRequest {
  try {
    return httpRequest(url, options);
  } catch (error) {
    throw runtimeError(`The HTTP request could not be created: ${(error as Error).message}.`);
  }
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumDataBytes) {
      response.destroy();
      throw dataLimitExceeded('http');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Of an error an execution uses the status alone, however long its body is. */
async function readError(response: IncomingMessage, readsErrors: boolean): Promise<Buffer> {
  if (readsErrors) {
    return read(response).catch((error: unknown) => {
      if (error instanceof StatesError) {
        return Buffer.alloc(0);
      }
      throw error;
    });
  }
  response.destroy();
  return Buffer.alloc(0);
}

function socketCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'the connection was closed';
}
