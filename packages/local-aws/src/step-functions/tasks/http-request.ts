import { encodeBody, formPairs } from './http-body';
import type { ConnectionParameters } from './http-connection';
import { httpMethods, isForbiddenHeader } from './http-rules';
import { runtimeError, text } from './task-arguments';
import type { TaskEnvironment } from './task-environment';
import { isJsonObject, type JsonObject } from '../../json';

export interface HttpRequest {
  readonly method: string;
  /** Where it is really sent: a local stand-in. */
  readonly url: string;
  /** Where the definition sends it. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** Checks what depends on the arguments alone, before any permission or credential is requested. */
export function checkRequest(environment: TaskEnvironment, input: JsonObject): void {
  if (!httpMethods.includes(text(input, 'Method'))) {
    throw runtimeError(`Method must be one of ${httpMethods.join(', ')}.`);
  }
  targetOf(environment, input);
  definedHeaders(input);
  definedQuery(input);
}

/** The request of an HTTP Task: the connection's and Step Functions' parts win over the definition's. */
export function buildRequest(
  environment: TaskEnvironment,
  input: JsonObject,
  connection: ConnectionParameters,
): HttpRequest {
  const { endpoint, base } = targetOf(environment, input);
  const query = [
    endpoint.search.slice(1),
    ...formPairs({ ...definedQuery(input), ...connection.query }, 'REPEAT'),
  ];
  const search = query.filter((part) => part !== '').join('&');
  return {
    method: text(input, 'Method'),
    url: `${base.replace(/\/$/, '')}${endpoint.pathname}${search && `?${search}`}`,
    endpoint: `${endpoint.origin}${endpoint.pathname}${search && `?${search}`}`,
    headers: mergeHeaders(
      { 'Content-Type': 'application/json; charset=UTF-8' },
      definedHeaders(input),
      connection.headers,
      {
        'User-Agent': `Amazon|StepFunctions|HttpInvoke|${environment.region}`,
        Range: 'bytes=0-262144',
        Host: endpoint.host,
      },
    ),
    body: encodeBody(input['RequestBody'], input['Transform'], connection.body),
  };
}

/** No request leaves this machine: a host is called at its local stand-in or not at all. */
function targetOf(environment: TaskEnvironment, input: JsonObject): { endpoint: URL; base: string } {
  const value = text(input, 'ApiEndpoint');
  const endpoint = URL.canParse(value) ? new URL(value) : undefined;
  if (endpoint?.protocol !== 'https:' || endpoint.username || endpoint.password || endpoint.hash) {
    throw runtimeError(`ApiEndpoint must be an https URL without user and fragment, not '${value}'.`);
  }
  const base = environment.httpTargets[endpoint.host];
  if (base === undefined) {
    const known = Object.keys(environment.httpTargets).join(', ') || 'none';
    throw runtimeError(
      `local Step Functions does not support the host ${endpoint.host}; hosts it can call: ${known}.`,
    );
  }
  return { endpoint, base };
}

function definedHeaders(input: JsonObject): Record<string, string | string[]> {
  const headers = input['Headers'] ?? {};
  if (!isJsonObject(headers)) {
    throw runtimeError('local Step Functions supports Headers as an object only.');
  }
  for (const [name, value] of Object.entries(headers)) {
    if (isForbiddenHeader(name)) {
      throw runtimeError(`The header '${name}' is not allowed in an HTTP Task.`);
    }
    const values = Array.isArray(value) ? value : [value];
    if (values.some((element) => typeof element !== 'string')) {
      throw runtimeError(`The value of the header '${name}' must be a string or a list of strings.`);
    }
  }
  return headers as Record<string, string | string[]>;
}

/** Later ones win; the case of names does not matter. */
function mergeHeaders(
  ...sources: Readonly<Record<string, string | string[]>>[]
): Record<string, string | string[]> {
  const merged = new Map<string, [string, string | string[]]>();
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) {
      merged.set(name.toLowerCase(), [name, value]);
    }
  }
  return Object.fromEntries(merged.values());
}

/** AWS documents no encoding of a value that is an object, or null. */
function definedQuery(input: JsonObject): JsonObject {
  const query = input['QueryParameters'] ?? {};
  if (!isJsonObject(query)) {
    throw runtimeError('local Step Functions supports QueryParameters as an object only.');
  }
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    if (values.some((element) => typeof element === 'object')) {
      throw runtimeError(
        `local Step Functions supports the query parameter '${name}' as a text, number, boolean or list of these only.`,
      );
    }
  }
  return query;
}
