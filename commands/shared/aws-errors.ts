/** What the SDK adds to an error of AWS or of the way there. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What an error that is not Stripe's means to the operator. The AWS SDK tells its errors apart by their name. */
export function awsSentence(error: unknown): string {
  if (!(error instanceof Error)) {
    return `The command failed: ${String(error)}`;
  }
  const { name, message, code = '', $metadata }: SdkError = error;
  if (isOfClock(error)) {
    return `The clock of this machine differs from AWS's (${message}). Set it right and run the command again.`;
  }
  switch (name) {
    case 'CredentialsProviderError':
    case 'TokenProviderError':
      return noCredentials(message);
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'InvalidClientTokenId':
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
    case 'UnrecognizedClientException':
      return `AWS does not accept the credentials (${message}). Sign in again and run the command again.`;
    case 'AccessDenied':
    case 'AccessDeniedException':
    case 'AuthorizationError':
    case 'AuthorizationErrorException':
    case 'UnauthorizedOperation':
      return `AWS does not permit it: ${message}`;
  }
  if (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(name)) {
    return `AWS rejected the request because of too many requests (${name}). Wait a minute and run the command again.`;
  }
  if (networkCodes.test(code)) {
    return (
      `AWS cannot be reached (${message || code}). Check the network, and HTTPS_PROXY if it has a proxy, and run the ` +
      'command again.'
    );
  }
  if (certificateCodes.test(code)) {
    return (
      `The certificate that came instead of AWS's is not trusted (${code}). If a proxy of your network replaces ` +
      'certificates, name the file of its authority in NODE_EXTRA_CA_CERTS and run the command again.'
    );
  }
  if (name === 'TimeoutError') {
    return `AWS did not respond (${message}). Check the network and run the command again.`;
  }
  const status = $metadata?.httpStatusCode ?? 0;
  if (status >= 500) {
    return (
      `AWS failed with ${status} (${message || name}). Look at https://health.aws.amazon.com and run the command ` +
      'again later.'
    );
  }
  return message || name;
}

const networkCodes =
  /^(E(NOTFOUND|AI_AGAIN|CONN\w+|TIMEDOUT|NETUNREACH|HOSTUNREACH|NETDOWN|PIPE|PROTO)|UND_ERR_\w+)$/;

const certificateCodes = /CERT|UNABLE_TO_VERIFY/;

function isOfClock({ name, message }: Error): boolean {
  return (
    ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'].includes(name) ||
    (/^(InvalidSignatureException|SignatureDoesNotMatch)$/.test(name) &&
      /expired|not yet current/.test(message))
  );
}

function noCredentials(message: string): string {
  const profile = process.env.AWS_PROFILE;
  const signIn = `aws sso login${profile ? ` --profile ${profile}` : ''}`;
  if (/sso/i.test(message)) {
    return `The AWS sign-in has ended${profile ? ` (profile ${profile})` : ''}. Run "${signIn}" and the command again.`;
  }
  if (profile) {
    return (
      `The profile that AWS_PROFILE names, "${profile}", does not exist or gives no credentials. Choose one of "aws ` +
      `configure list-profiles", or sign in ("${signIn}"), and run the command again.`
    );
  }
  return 'No AWS credentials were found. Sign in ("aws sso login", or AWS_PROFILE) and run the command again.';
}
