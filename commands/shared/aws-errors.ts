/** What an error that is not Stripe's means to the operator. The AWS SDK tells its errors apart by their name. */
export function awsSentence(error: unknown): string {
  if (!(error instanceof Error)) {
    return `The command failed: ${String(error)}`;
  }
  switch (error.name) {
    case 'CredentialsProviderError':
      return 'No AWS credentials were found. Sign in ("aws sso login", or AWS_PROFILE) and run the command again.';
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
      return `AWS does not accept the credentials (${error.message}). Sign in again and run the command again.`;
    case 'AccessDenied':
    case 'AccessDeniedException':
      return `AWS does not permit it: ${error.message}`;
    default:
      return `${error.message || error.name}`;
  }
}
