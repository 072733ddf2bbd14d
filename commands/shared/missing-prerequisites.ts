import type { DescribeConnectionResponse } from '@aws-sdk/client-eventbridge';
import { missingConnection } from '../../clients/aws/connection';
import { missingSecretValue, type SecretDescription } from '../../clients/aws/secret';
import type { Environment } from '../../settings/environments';
import type { StackName } from '../../settings/stacks';

/**
 * The stacks that cannot be planned yet because something that they look up is missing: why, and what to run.
 *
 * @param secret undefined if there is none
 * @param connection undefined if there is none
 */
export function missingPrerequisites(
  environment: Environment,
  secret: SecretDescription | undefined,
  connection: DescribeConnectionResponse | undefined,
): Partial<Readonly<Record<StackName, string>>> {
  const missingValue = missingSecretValue(environment, secret);
  // A secret without a value can be looked up; the connection cannot be created from it.
  const hasSecret = secret && !secret.isScheduledForDeletion;
  const missingLookup = hasSecret ? missingConnection(environment, connection) : missingValue;
  return {
    ...(missingValue && { 'stripe-connection': missingValue }),
    ...(missingLookup && { 'service-processing': missingLookup }),
  };
}
