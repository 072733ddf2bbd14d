import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { serviceCredentials } from './execution-role-session';
import type { TaskEnvironment } from './task-environment';

/**
 * The full ARN of a secret that is named by name or ARN, as Secrets Manager itself finds it before it asks IAM.
 * For a secret that does not exist it is the id as given, as in AWS: the call is denied unless the policy says `*`.
 */
export async function secretArn(environment: TaskEnvironment, secretId: string): Promise<string> {
  const client = environment.clients.of(SecretsManagerClient, serviceCredentials);
  try {
    const command = new DescribeSecretCommand({ SecretId: secretId });
    const { ARN } = await client.send(command);
    return ARN!;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return secretId;
    }
    throw error;
  }
}
