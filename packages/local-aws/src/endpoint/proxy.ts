import { Agent, request as httpRequest } from 'node:http';
import type { AwsRequest, AwsResponse } from './aws-request';
import type { AwsHandler } from './endpoint';
import { AwsError } from './errors';

/** Headers that belong to one connection, not to the message. */
const hopByHop = ['connection', 'keep-alive', 'transfer-encoding', 'expect'];

/** Forwards requests to moto unchanged, `Host` included: URLs in responses name the endpoint that was called. */
export function proxyTo(motoUrl: string): AwsHandler {
  // moto handles one request at a time: more connections would only use up its threads.
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return async (request) => {
    const response = await forward(request, motoUrl, agent);
    // moto_aws.py: moto lacks the operation, or failed at it.
    if (response.status === 501) {
      throw new AwsError(
        'UnsupportedOperation',
        `local AWS, ${request.service}: ${response.body.toString()}`,
      );
    }
    return response;
  };
}

function forward({ method, url, headers, body }: AwsRequest, motoUrl: string, agent: Agent) {
  return new Promise<AwsResponse>((resolve, reject) => {
    const outgoing = httpRequest(motoUrl + url, {
      method,
      agent,
      headers: { ...withoutHopByHop(headers), 'content-length': body.length },
    });
    outgoing.on('error', () => reject(new AwsError('ServiceUnavailable', 'moto does not respond', 503)));
    outgoing.on('response', (incoming) => {
      incoming.toArray().then((chunks) => {
        const content = Buffer.concat(chunks);
        const sent = withoutHopByHop(incoming.headers);
        if (method !== 'HEAD') {
          sent['content-length'] = String(content.length);
        }
        resolve({ status: incoming.statusCode ?? 502, headers: sent, body: content });
      }, reject);
    });
    outgoing.end(body);
  });
}

function withoutHopByHop(headers: AwsResponse['headers']): Record<string, string | string[] | undefined> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}
