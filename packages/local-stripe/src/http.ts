import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RawRequest } from './api-request';
import { control, controlPath, type Control } from './control';
import type { LocalStripeApi } from './local-stripe';

/**
 * Responds to one HTTP request.
 *
 * @param controls what else than Stripe's API it has; nothing if undefined
 */
export async function serve(
  api: LocalStripeApi,
  controls: Readonly<Record<string, Control>> | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await read(incoming, outgoing);
  const answer =
    controls && request.url.startsWith(controlPath) ? await control(controls, request) : api.handle(request);
  if (answer === 'reset') {
    incoming.socket.resetAndDestroy();
  } else if (answer !== 'hang') {
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }
}

async function read(incoming: IncomingMessage, outgoing: ServerResponse): Promise<RawRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  return {
    method: incoming.method,
    url: incoming.url ?? '/',
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
    whenClosed: (callback) => outgoing.once('close', callback),
  };
}
