import { Agent, request as httpRequest } from 'node:http';
import { placeholder, type RecordedRequest } from './recorder';

/**
 * Brings an empty local AWS into the state of the recorded one.
 *
 * @param options.secrets what takes the place of the hidden values, in the order in which they were hidden
 * @throws with the response, if a request does not succeed as it did when it was recorded
 */
export async function replay(
  url: string,
  requests: readonly RecordedRequest[],
  { secrets }: { readonly secrets: readonly string[] },
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (const request of requests) {
      await send(url, request, secrets, agent);
    }
  } finally {
    agent.destroy();
  }
}

async function send(url: string, request: RecordedRequest, secrets: readonly string[], agent: Agent) {
  const { operation, method, headers } = request;
  const text = secrets.reduce(
    (left, secret, index) => left.replaceAll(placeholder(index), secret),
    request.body,
  );
  const body = Buffer.from(text, 'latin1');
  const { status, answer } = await new Promise<{ status: number; answer: string }>((resolve, reject) => {
    httpRequest(url + request.url, {
      method,
      agent,
      headers: { ...headers, 'content-length': body.length },
    })
      .on('error', reject)
      .on('response', (response) => {
        response
          .toArray()
          .then(
            (chunks) =>
              resolve({ status: response.statusCode ?? 0, answer: Buffer.concat(chunks).toString() }),
            reject,
          );
      })
      .end(body);
  });
  if (status >= 300) {
    throw new Error(
      `The recorded ${operation} (${method} ${request.url}) was answered with ${status}: ${answer}`,
    );
  }
}
