import type { AwsRequest } from '../endpoint/aws-request';
import type { AwsHandler } from '../endpoint/endpoint';

/** Has moto draw the ids of one request from this seed (moto_aws.py), whatever was asked of it before. */
export const seedHeader = 'x-local-aws-seed';

/** A request that changed something, without signature, session and secret values. */
export interface RecordedRequest {
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A character for each byte (Latin 1). */
  readonly body: string;
}

/**
 * Keeps what changes an account, so that `replay` brings another, empty account into the same state, with the same ids.
 * What Step Functions draws at random (revision ids) is not among them.
 */
export class Recorder {
  private readonly handled: (RecordedRequest | undefined)[] = [];
  private readonly secrets: string[] = [];

  /** What succeeded so far, in the order of arrival: a request that needs another's response arrives after it. */
  get requests(): RecordedRequest[] {
    return this.handled.filter((request) => request !== undefined);
  }

  /**
   * Has a value left out of what is kept; `replay` puts another in its place. To be called before it is sent.
   *
   * @throws if the value looks different in some encoding of a request
   */
  hide(value: string): void {
    if (!/^[\w-]+$/.test(value)) {
      throw new Error('A recorder hides only values of letters, digits, "_" and "-".');
    }
    this.secrets.push(value);
  }

  recording(handle: AwsHandler): AwsHandler {
    return async (request) => {
      if (!changes(request)) {
        return handle(request);
      }
      const index = this.handled.push(undefined) - 1;
      const headers = { ...request.headers, [seedHeader]: String(index) };
      const response = await handle({ ...request, headers });
      if (response.status < 300) {
        this.handled[index] = this.kept({ ...request, headers });
      }
      return response;
    };
  }

  private kept({ operation, method, url, headers, body }: AwsRequest): RecordedRequest {
    const text = this.secrets.reduce(
      (left, secret, index) => left.replaceAll(secret, placeholder(index)),
      body.toString('latin1'),
    );
    return { operation, method, url, headers: needed(headers), body: text };
  }
}

/** What stands for the secret that was hidden as the first, the second, … */
export const placeholder = (index: number) => `{{secret ${index}}}`;

const reads = /^(Describe|Get|Head|List|BatchGet|Query|Scan|Filter|Simulate|Test|Validate|Lookup|Search)/;

const changes = ({ method, operation }: AwsRequest) =>
  !['GET', 'HEAD', 'OPTIONS'].includes(method) && !reads.test(operation);

/** The headers that say what is asked for; of the signature only whose it is, and of which service and region. */
function needed(headers: AwsRequest['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      typeof value === 'string' &&
      (/^(content-(type|encoding|md5)|if-.*|authorization)$/.test(name) || /^x-/.test(name)) &&
      !/^x-amz-(security-token|date)$/.test(name),
  ) as [string, string][];
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'authorization' ? withoutSignature(value) : value]),
  );
}

const withoutSignature = (authorization: string) => authorization.replace(/(Signature=)\w+/, '$10');
