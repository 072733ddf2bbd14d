import { AwsError } from '../../endpoint/errors';

/** Bytes, https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const maximumInput = 262_144;

/** @throws AwsError if StartExecution would not take it */
export function checkInput(input: string): void {
  if (Buffer.byteLength(input) > maximumInput) {
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'input' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${maximumInput}`,
    );
  }
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: the input is not JSON',
    );
  }
}
