import { AwsError } from '../../endpoint/errors';

/** Of StartExecution in Tokyo: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const bucket = { size: 800, refillPerSecond: 150 };

/**
 * The token bucket of an operation, in real time.
 *
 * @param nowMilliseconds @default performance.now
 * @returns a function that takes a token, or throws ThrottlingException when there is none
 */
export function startQuota(nowMilliseconds = () => performance.now()): () => void {
  let tokens = bucket.size;
  let filledAt = nowMilliseconds();
  return () => {
    const now = nowMilliseconds();
    tokens = Math.min(bucket.size, tokens + ((now - filledAt) / 1000) * bucket.refillPerSecond);
    filledAt = now;
    if (tokens < 1) {
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    }
    tokens -= 1;
  };
}
