/** Where an SDK client sends its requests. */
export interface AwsTarget {
  readonly region: string;
  /** @default - AWS, or what AWS_ENDPOINT_URL names */
  readonly endpoint?: string;
  /** @default - the operator's: environment variables, AWS_PROFILE, … */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A client of the AWS SDK; only what is imported is loaded, so that a command which needs one service starts fast. */
export function awsClient<T>(
  Client: new (config: AwsTarget) => T,
  { region, endpoint, credentials }: AwsTarget,
): T {
  return new Client({ region, ...(endpoint && { endpoint }), ...(credentials && { credentials }) });
}
