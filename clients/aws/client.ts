import type { Agent } from 'node:https';
import { isOnThisMachine } from '../on-this-machine';
import { tunnelAgent } from '../tunnel-agent';

/** Where an SDK client sends its requests. */
export interface AwsTarget {
  readonly region: string;
  /** @default - AWS, or what AWS_ENDPOINT_URL names */
  readonly endpoint?: string;
  /** @default - the operator's: environment variables, AWS_PROFILE, … */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

interface ClientConfig extends AwsTarget {
  readonly disableHostPrefix?: boolean;
  readonly requestHandler?: { readonly httpsAgent: Agent };
}

/** A client of the AWS SDK; only what is imported is loaded, so that a command which needs one service starts fast. */
export function awsClient<T>(
  Client: new (config: ClientConfig) => T,
  { region, endpoint, credentials }: AwsTarget,
): T {
  const isLocal = isOnThisMachine(endpoint ?? process.env.AWS_ENDPOINT_URL ?? '');
  // Every host of AWS; one that NO_PROXY lists is reached without the proxy by the agent itself.
  const httpsAgent = isLocal ? undefined : tunnelAgent('amazonaws.com');
  return new Client({
    region,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    ...(httpsAgent && { requestHandler: { httpsAgent } }),
    // TestState would go to the host `sync-127.0.0.1`.
    ...(isLocal && { disableHostPrefix: true }),
  });
}
