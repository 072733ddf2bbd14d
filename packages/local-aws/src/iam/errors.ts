/** A policy contains what the local IAM does not evaluate; a guess could be more lenient, or stricter, than AWS. */
export class UnsupportedPolicyError extends Error {
  override readonly name = 'UnsupportedPolicyError';
}

/** IAM denies a request, in AWS's words (`message`). */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';

  constructor(
    message: string,
    /** What was asked for, e.g. `states:StartExecution`. */
    readonly action: string,
    readonly resource: string,
    readonly roleArn: string,
  ) {
    super(message);
  }
}
