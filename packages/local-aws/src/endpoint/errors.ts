import { AccessDenied } from '../iam/errors';

/** An error response of an AWS service. */
export class AwsError extends Error {
  constructor(
    /** The service's error code, e.g. `StateMachineDoesNotExist`. */
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** The error for what AWS supports and this emulator does not. */
export function unsupported(service: string, what: string): AwsError {
  return new AwsError('UnsupportedOperation', `local ${service} does not support ${what}`);
}

/**
 * The error that a client sees. Status 400 also for an unexpected one: clients repeat a 500 for minutes, and
 * nothing here gets better by repetition.
 */
export function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) {
    return error;
  }
  if (error instanceof AccessDenied) {
    return new AwsError('AccessDeniedException', error.message);
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new AwsError(
    name === 'UnsupportedPolicyError' ? 'UnsupportedOperation' : 'InternalFailure',
    message,
  );
}
