import type { JsonObject } from '../../json';

/** The part of an SDK command that gives access to the HTTP response. */
interface Command {
  readonly middlewareStack: { add(middleware: never, options: { step: 'deserialize'; name: string }): void };
}

interface Response {
  readonly statusCode: number;
  /** In lower case, as Node.js gives them. */
  readonly headers: Record<string, string>;
  /** As they came: names and values in turn. */
  readonly body?: { readonly rawHeaders?: readonly string[] };
}

type Next = (args: unknown) => Promise<{ response: Response }>;

/** How AWS writes the headers that a local service may write otherwise. */
const headerNames = new Map(
  ['Connection', 'Content-Length', 'Content-Type', 'Date', 'Server', 'x-amzn-RequestId'].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

/**
 * Watches the response of a command, for the metadata that optimized integrations add to a result.
 *
 * @returns SdkHttpMetadata and SdkResponseMetadata, once the command was sent.
 */
export function watchResponse(command: Command): () => JsonObject {
  let metadata: JsonObject = {};
  const middleware = (next: Next) => async (args: unknown) => {
    const output = await next(args);
    metadata = metadataOf(output.response);
    return output;
  };
  command.middlewareStack.add(middleware as never, { step: 'deserialize', name: 'watchResponse' });
  return () => metadata;
}

function metadataOf({ statusCode, headers, body }: Response): JsonObject {
  const sent = body?.rawHeaders?.filter((_, index) => index % 2 === 0) ?? [];
  const nameOf = (lowerCase: string) =>
    headerNames.get(lowerCase) ?? sent.find((name) => name.toLowerCase() === lowerCase) ?? lowerCase;
  const entries = Object.entries(headers).map(([name, value]) => [nameOf(name), value] as const);
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(entries.map(([name, value]) => [name, [value]])),
      HttpHeaders: Object.fromEntries(entries),
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: headers['x-amzn-requestid'] ?? '' },
  };
}
