import type { TaskCall } from '@usage-billing/local-aws/step-functions/types';

type Service = 'dynamodb' | 'stripe' | 'other';

/** Whom a Task state calls. */
export function serviceOf({ resource }: TaskCall): Service {
  return resource.includes('dynamodb') ? 'dynamodb' : resource.endsWith('http:invoke') ? 'stripe' : 'other';
}

/** What the names of the errors begin with that this resource's service gives. */
export function prefixOf(resource: string): string {
  return /aws-sdk:dynamodb/.test(resource)
    ? 'DynamoDb'
    : resource.includes('dynamodb')
      ? 'DynamoDB'
      : resource.includes('secretsmanager')
        ? 'SecretsManager'
        : 'CloudWatch';
}
