import type { HttpExchange } from '../types';
import type { HttpTaskResponse } from './http-exchange';
import type { HttpRequest } from './http-request';

/** Headers that Step Functions sends and does not show, unless the definition or the connection sets them. */
const hidden = [/^host: /i, /^content-type: application\/json; charset=UTF-8$/i];

/** A request as TestState shows it; the form is that of the developer guide's example. */
export function shownRequest({ method, endpoint, headers, body }: HttpRequest): HttpExchange['request'] {
  return {
    protocol: 'https',
    method,
    url: endpoint,
    headers: shownHeaders(headers, hidden),
    ...(body !== undefined && { body }),
  };
}

/** A response with its body, also that of an error, which an execution does not see. */
export function shownResponse(response: HttpTaskResponse): HttpExchange['response'] {
  return {
    protocol: 'https',
    statusCode: String(response.statusCode),
    statusMessage: response.statusText,
    headers: shownHeaders(response.headers, []),
    ...(response.body.length > 0 && { body: response.body.toString('utf8') }),
  };
}

function shownHeaders(
  headers: Readonly<Record<string, string | string[]>>,
  without: readonly RegExp[],
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}`),
  );
  return `[${lines.filter((line) => !without.some((pattern) => pattern.test(line))).join(', ')}]`;
}
