import { randomBytes } from 'node:crypto';
import { parseForm } from './form';
import type { Params } from './types';

/** A request as it comes over HTTP. */
export interface RawRequest {
  /** @default 'GET' */
  readonly method?: string;
  /** Path and query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The form of a POST, such as `new URLSearchParams({ 'payload[value]': '1' }).toString()`. @default '' */
  readonly body?: string;
  /** Calls back when the client has gone. @default - it goes at once where no response comes */
  readonly whenClosed?: (callback: () => void) => void;
}

export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The form body of a POST, the query of every other request, as sent. */
  readonly text: string;
  readonly params: Params;
  readonly authorization?: string;
  readonly version?: string;
  readonly idempotencyKey?: string;
  readonly whenClosed: (callback: () => void) => void;
}

export function apiRequestOf(raw: RawRequest): ApiRequest {
  const { method = 'GET', url, headers, body = '', whenClosed = (callback) => callback() } = raw;
  const [path, query] = splitAt(url, '?');
  const text = method === 'POST' ? body : query;
  const header = (name: string): string | undefined => headers[name] as string | undefined;
  return {
    id: `req_${randomBytes(7).toString('hex')}`,
    method,
    path,
    text,
    params: parseForm(text),
    authorization: header('authorization'),
    version: header('stripe-version'),
    idempotencyKey: header('idempotency-key'),
    whenClosed,
  };
}

function splitAt(text: string, separator: string): [before: string, after: string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
