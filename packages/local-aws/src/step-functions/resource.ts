/** `resourceType` and `resource` of task events: `…:::states:startExecution.sync:2` is `states` and `startExecution.sync:2`. */
export function splitResource(arn: string): { resourceType: string; resource: string } {
  const [, resourceType = '', resource = ''] = /:states:::(aws-sdk:[^:]+|[^:]+):(.+)$/.exec(arn) ?? [];
  return { resourceType, resource };
}

/** The integration that a `Resource` names: `http:invoke` of `arn:aws:states:::http:invoke`; undefined if it names none. */
export function integrationName(resource: string): string | undefined {
  return /^arn:aws[\w-]*:states:::(.+)$/.exec(resource)?.[1];
}
