import { longestWaits } from '../language/retries';
import type { Retrier } from '../language/states';

/** Seconds that an attempt of a call of an AWS service may take. */
const attemptSeconds = 10;

/** How every call of an AWS service waits between its attempts: half a minute in all. */
export const awsBackoff = {
  IntervalSeconds: 1,
  MaxAttempts: 5,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
} as const satisfies Omit<Retrier, 'ErrorEquals'>;

export const awsWaits = longestWaits({ ErrorEquals: [], ...awsBackoff });

/** Timeout and Retry of a call of an AWS service: everything is tried again but what cannot pass. */
export const awsRetry = (...cannotPass: readonly string[]) => ({
  TimeoutSeconds: attemptSeconds,
  Retry: [
    { ErrorEquals: cannotPass, MaxAttempts: 0 },
    { ErrorEquals: ['States.ALL'], ...awsBackoff },
  ] as const,
});

/** For `updateItem`, `putItem` and `getItem`. */
export const dynamodbRetry = awsRetry(
  'DynamoDB.ConditionalCheckFailedException',
  'DynamoDB.ResourceNotFoundException',
);

/** For `query` and `scan`, whose integration writes the service's name otherwise. */
export const queryRetry = awsRetry('DynamoDb.ResourceNotFoundException', 'DynamoDb.ValidationException');
