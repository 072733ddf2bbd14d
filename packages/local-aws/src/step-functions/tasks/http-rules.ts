/** Source of all: developer guide, "Call HTTPS APIs in Step Functions workflows". */

export const httpMethods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];

export const requestBodyEncodings = ['NONE', 'URL_ENCODED'];

/** How `URL_ENCODED` writes the elements of a list; the first is the default. */
export const arrayFormats = ['INDICES', 'REPEAT', 'COMMAS', 'BRACKETS'] as const;

export type ArrayFormat = (typeof arrayFormats)[number];

/** Headers that a definition must not set; a text that ends in - stands for all that begin so. */
const forbiddenHeaders = [
  ...['a-im', 'accept-charset', 'accept-datetime', 'accept-encoding', 'authorization', 'cache-control'],
  ...['connection', 'content-encoding', 'content-md5', 'date', 'expect', 'forwarded', 'from', 'host'],
  ...['http2-settings', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since'],
  ...['max-forwards', 'origin', 'pragma', 'proxy-authorization', 'referer', 'server', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'via', 'warning', 'x-forwarded-', 'x-amz-', 'x-amzn-'],
];

/** Whether an HTTP Task's definition may not set this header: it belongs to the connection, or to AWS. */
export function isForbiddenHeader(name: string): boolean {
  const header = name.toLowerCase();
  return forbiddenHeaders.some((forbidden) =>
    forbidden.endsWith('-') ? header.startsWith(forbidden) : header === forbidden,
  );
}
