import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsRequest, errorResponse, type AwsRequest, type AwsResponse } from './aws-request';
import { toAwsError } from './errors';
import { faultError, type AwsFaultList } from './faults';

/** Handles a request to AWS. */
export type AwsHandler = (request: AwsRequest) => Promise<AwsResponse>;

export interface Endpoint {
  readonly url: string;
  stop(): Promise<void>;
}

/** One HTTP server on a free loopback port for all services; a request with a fault does not reach its service. */
export async function startEndpoint(faults: AwsFaultList, handle: AwsHandler): Promise<Endpoint> {
  const server = createServer((message, response) => {
    respond(message, response, faults, handle).catch(() => response.destroy());
  });
  // Longer than any client keeps an idle connection: otherwise it may send on one that is being closed.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  message: IncomingMessage,
  response: ServerResponse,
  faults: AwsFaultList,
  handle: AwsHandler,
): Promise<void> {
  const body = Buffer.concat(await message.toArray());
  const request = awsRequest(message.method ?? '', message.url ?? '', message.headers, body);
  const fault = faults.take(request);
  if (fault?.loseAnswer) {
    await handle(request);
  }
  if (fault?.reset || fault?.loseAnswer) {
    message.socket.destroy();
    return;
  }
  const handled = fault ? Promise.reject(faultError(fault)) : handle(request);
  const result = await handled.catch((error: unknown) => errorResponse(request, toAwsError(error)));
  response.writeHead(result.status, result.headers);
  response.end(result.body);
}
