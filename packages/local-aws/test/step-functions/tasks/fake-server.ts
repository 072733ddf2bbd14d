import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  /** `X-Amz-Target`'s operation, the query API's Action, or `<METHOD> <path>`. */
  readonly operation: string;
  readonly body: string;
  readonly request: IncomingMessage;
  /** The access key that signed it. */
  readonly accessKeyId?: string;
  /** Of the connection that it came by. */
  readonly remotePort?: number;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** An object goes out as JSON, text as it is, 'reset' breaks the connection, 'hang' never responds. */
  readonly body?: object | string;
}

export type Handler = (received: Received) => Answer | 'reset' | 'hang';

/** A server that stands for AWS or for a third party; it responds by operation and remembers the requests. */
export class FakeServer {
  readonly received: Received[] = [];
  readonly handlers: Record<string, Handler> = {};
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const received = describe(request, Buffer.concat(chunks).toString());
        this.received.push(received);
        const handler = this.handlers[received.operation] ?? this.handlers['*'];
        const result = handler?.(received) ?? { status: 500, body: `no handler for ${received.operation}` };
        if (result === 'reset') {
          return void request.socket.destroy();
        }
        if (result === 'hang') {
          return;
        }
        const { status = 200, headers = {}, body = '' } = result;
        const json = { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1' };
        response.writeHead(status, { ...(typeof body === 'string' ? {} : json), ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  operations(): string[] {
    return this.received.map(({ operation }) => operation);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function describe(request: IncomingMessage, body: string): Received {
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  const action = /^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? '')
    ? new URLSearchParams(body).get('Action')
    : null;
  const path = `${request.method} ${decodeURIComponent(request.url!.split('?')[0]!)}`;
  const accessKeyId = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1];
  const { remotePort } = request.socket;
  return { operation: target ?? action ?? path, body, request, accessKeyId, remotePort };
}

/** An AWS that issues temporary credentials: `ASIA1` to the first session, `ASIA2` to the next. */
export async function startFakeAws(sessionSeconds = 3600): Promise<FakeServer> {
  const aws = await new FakeServer().start();
  let sessions = 0;
  aws.handlers['AssumeRole'] = () => {
    sessions += 1;
    const expiration = new Date(Date.now() + sessionSeconds * 1000).toISOString();
    return {
      headers: { 'content-type': 'text/xml' },
      body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA${sessions}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    };
  };
  return aws;
}
