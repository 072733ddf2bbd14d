import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { partsOfArn } from '../arn';
import type { Authorizer } from '../iam/authorizer';
import type { RequestContext } from '../iam/conditions';
import type { AwsRequest } from './aws-request';

/** Requires a permission of whoever sent a request. */
export type CallerAuthorizer = (
  request: AwsRequest,
  action: string,
  resource: string,
  context?: RequestContext,
) => Promise<void>;

/**
 * Knows the caller by its access key. A session of a role has that role's permissions; whoever has no session owns the
 * account.
 *
 * @param endpoint URL of STS
 */
export function callerAuthorizer(
  authorizer: Authorizer,
  { endpoint, region }: { readonly endpoint: string; readonly region: string },
): CallerAuthorizer {
  return async ({ headers }, action, resource, context) => {
    const [, accessKeyId = ''] = /Credential=([^/]+)\//.exec(headers.authorization ?? '') ?? [];
    const session = await callerArn(accessKeyId, { endpoint, region });
    const { partition, accountId, resource: name } = partsOfArn(session);
    const [, role] = /^assumed-role\/([^/]+)\/.+$/.exec(name) ?? [];
    if (role !== undefined) {
      const roleArn = `arn:${partition}:iam::${accountId}:role/${role}`;
      await authorizer.authorize(roleArn, action, resource, context, session);
    }
  };
}

/** The local STS looks at the access key alone: a signature with another secret is as good. */
async function callerArn(
  accessKeyId: string,
  options: { readonly endpoint: string; readonly region: string },
): Promise<string> {
  const credentials = { accessKeyId, secretAccessKey: 'not-checked' };
  const sts = new STSClient({ ...options, credentials, maxAttempts: 1 });
  try {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return Arn!;
  } finally {
    sts.destroy();
  }
}
