import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import { proxyAuthorization, proxyFor } from './proxy';

type Connected = (error: Error | null, socket: Duplex) => void;

/** An agent that reaches hosts through the proxy of the environment, which Node.js 20 does not do of itself. */
class TunnelAgent extends Agent {
  override createConnection(options: RequestOptions, connected?: Connected): Socket | undefined {
    const { host = '', port = 443 } = options as { host?: string; port?: number };
    const proxy = proxyFor(host);
    if (!proxy) {
      return connect(options as ConnectionOptions);
    }
    tunnel(proxy, `${host}:${port}`).then(
      (socket) => connected?.(null, connect({ ...(options as ConnectionOptions), socket })),
      (error: Error) => (connected as ((error: Error) => void) | undefined)?.(error),
    );
    return undefined;
  }
}

/** A new agent for the HTTPS requests of a client; undefined if the environment names no proxy for the host. */
export function tunnelAgent(host: string): Agent | undefined {
  return proxyFor(host) && new TunnelAgent({ keepAlive: true, maxSockets: 50 });
}

function tunnel(proxy: URL, target: string): Promise<Socket> {
  const authorization = proxyAuthorization(proxy);
  const request = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
    agent: false,
  });
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      const message = `the proxy ${proxy.host} responded ${statusCode} instead of connecting to ${target}`;
      reject(Object.assign(new Error(message), { code: 'EPROTO' }));
    });
    request.end();
  });
}
