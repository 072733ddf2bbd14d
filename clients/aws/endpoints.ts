import { STSClient } from '@aws-sdk/client-sts';
import { CommandError } from '../command-error';
import type { AwsTarget } from './client';

/** The services that the commands and Terraform call, by the names that the SDK has for them. */
const services = [
  'CloudFormation',
  'CloudWatch',
  'CloudWatch Logs',
  'DynamoDB',
  'EventBridge',
  'IAM',
  'S3',
  'SFN',
  'SNS',
  'STS',
  'Scheduler',
  'Secrets Manager',
] as const;

/** Hosts of AWS itself, in every partition, among them those of VPC endpoints. */
const ownHost = /(^|\.)(amazonaws\.com|amazonaws\.com\.cn|api\.aws|api\.amazonwebservices\.com\.cn)$/;

/** An endpoint that is not AWS's own. */
export interface OtherEndpoint {
  readonly url: string;
  /** What names it: an environment variable, or `endpoint_url` in the AWS configuration. */
  readonly source: string;
}

/**
 * Where requests to AWS go instead of AWS itself, as the SDK decides it: by AWS_ENDPOINT_URL_<SERVICE>,
 * AWS_ENDPOINT_URL, or `endpoint_url` in the configuration of AWS_PROFILE. No request is sent.
 *
 * @returns each endpoint once, and whether some services are still reached at AWS itself
 * @throws CommandError if one of them is no URL
 */
export async function otherAwsEndpoints(
  target: Pick<AwsTarget, 'region'>,
): Promise<{ readonly others: readonly OtherEndpoint[]; readonly someAreReal: boolean }> {
  const found = await Promise.all(services.map((service) => otherEndpoint(service, target)));
  const others = new Map(found.filter((other) => other !== undefined).map((other) => [other.url, other]));
  return { others: [...others.values()], someAreReal: found.includes(undefined) };
}

async function otherEndpoint(
  service: (typeof services)[number],
  { region }: Pick<AwsTarget, 'region'>,
): Promise<OtherEndpoint | undefined> {
  // A client of any service tells what is configured for the service of this name, without loading its client.
  const { config } = new STSClient({ region, serviceId: service });
  const { serviceConfiguredEndpoint: configured } = config as { serviceConfiguredEndpoint?: () => unknown };
  const url = await configured?.();
  if (typeof url !== 'string') {
    return undefined;
  }
  const source = sourceOf(url, service);
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (!['http:', 'https:'].includes(protocol)) {
    throw new CommandError(
      `${source} is "${url}": it must be a URL such as http://127.0.0.1:4566, or unset.`,
    );
  }
  return ownHost.test(hostname) ? undefined : { url, source };
}

function sourceOf(url: string, service: string): string {
  const variable = [
    `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll(' ', '_')}`,
    'AWS_ENDPOINT_URL',
  ].find((name) => process.env[name] === url);
  return (
    variable ?? `endpoint_url in the AWS configuration (profile ${process.env.AWS_PROFILE || 'default'})`
  );
}
