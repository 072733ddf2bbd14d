import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RawRequest } from './api-request';
import type { LocalStripeApi } from './local-stripe';

/** Responds to one HTTP request. */
export async function serve(
  api: LocalStripeApi,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const answer = api.handle(await read(incoming, outgoing));
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
