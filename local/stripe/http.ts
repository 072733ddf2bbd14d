import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Stripe from 'stripe';
import type { ApiRequest, Dispatcher, RequestOutcome } from './dispatch';
import { StripeFailure } from './errors';
import { parseForm } from './form';
import type { StripeResponse } from './types';

/** One request and how it ended, without key and body. */
export interface RequestRecord {
  readonly time: Date;
  readonly method: string;
  readonly path: string;
  readonly identifier?: string;
  readonly idempotencyKey?: string;
  /** Undefined while the request is being handled. */
  status?: number | 'hang' | 'reset';
  /** Whether the response was the one stored under the idempotency key. */
  replayed?: boolean;
}

/** Responds to one HTTP request and records it. */
export async function serve(
  dispatcher: Dispatcher,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  log: RequestRecord[],
): Promise<void> {
  const request = await read(incoming, outgoing);
  const { method, path, params, idempotencyKey } = request;
  const identifier = typeof params.identifier === 'string' ? params.identifier : undefined;
  const record: RequestRecord = { time: new Date(), method, path, identifier, idempotencyKey };
  log.push(record);
  const outcome = await outcomeOf(dispatcher, request);
  if (typeof outcome === 'string') {
    record.status = outcome;
    if (outcome === 'reset') {
      incoming.socket.resetAndDestroy();
    }
    return;
  }
  record.status = outcome.status;
  record.replayed = outcome.headers?.['Idempotent-Replayed'] === 'true';
  send(outgoing, request, outcome);
}

async function read(incoming: IncomingMessage, outgoing: ServerResponse): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const method = incoming.method ?? 'GET';
  const text = method === 'GET' ? url.search.slice(1) : Buffer.concat(chunks).toString();
  const header = (name: string): string | undefined => incoming.headers[name] as string | undefined;
  return {
    id: `req_${randomBytes(7).toString('hex')}`,
    method,
    path: url.pathname,
    text,
    params: parseForm(text),
    authorization: header('authorization'),
    version: header('stripe-version'),
    idempotencyKey: header('idempotency-key'),
    closed: new Promise((resolve) => outgoing.once('close', resolve)),
  };
}

async function outcomeOf(dispatcher: Dispatcher, request: ApiRequest): Promise<RequestOutcome> {
  try {
    return await dispatcher.handle(request);
  } catch (error) {
    if (error instanceof StripeFailure) {
      return error.response();
    }
    const message = `local Stripe failed: ${String(error)}`;
    return new StripeFailure(message, { status: 500, type: 'api_error' }).response();
  }
}

function send(outgoing: ServerResponse, request: ApiRequest, response: StripeResponse): void {
  outgoing.writeHead(response.status, {
    'Content-Type': 'application/json',
    'Request-Id': request.id,
    'Stripe-Version': request.version ?? Stripe.API_VERSION,
    ...(request.idempotencyKey && { 'Idempotency-Key': request.idempotencyKey }),
    ...response.headers,
  });
  outgoing.end(JSON.stringify(response.body, null, 2));
}
