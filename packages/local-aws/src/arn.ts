/** The parts of an ARN; empty where the text has none. */
export function partsOfArn(arn: string) {
  const [, partition = '', service = '', region = '', accountId = '', ...resource] = arn.split(':');
  return { partition, service, region, accountId, resource: resource.join(':') };
}
