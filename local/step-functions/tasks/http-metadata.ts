import type { JsonObject } from '../../json';

/** The part of an SDK command that gives access to the HTTP response. */
interface Command {
  readonly middlewareStack: { add(middleware: never, options: { step: 'deserialize'; name: string }): void };
}

type Next = (args: unknown) => Promise<{ response: { statusCode: number; headers: Record<string, string> } }>;

/**
 * Watches the response of a command, for the metadata that optimized integrations add to a result.
 *
 * @returns SdkHttpMetadata and SdkResponseMetadata, once the command was sent.
 */
export function watchResponse(command: Command): () => JsonObject {
  let metadata: JsonObject = {};
  const middleware = (next: Next) => async (args: unknown) => {
    const output = await next(args);
    metadata = metadataOf(output.response.statusCode, output.response.headers);
    return output;
  };
  command.middlewareStack.add(middleware as never, { step: 'deserialize', name: 'watchResponse' });
  return () => metadata;
}

function metadataOf(statusCode: number, headers: Record<string, string>): JsonObject {
  const entries = Object.entries(headers);
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(entries.map(([name, value]) => [name, [value]])),
      HttpHeaders: Object.fromEntries(entries),
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: headers['x-amzn-requestid'] ?? '' },
  };
}
