import { randomBytes } from 'node:crypto';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Authorizer } from '../../iam/authorizer';
import { AccessDenied, UnsupportedPolicyError } from '../../iam/errors';
import { StatesError, type TaskCall } from '../types';

export type RoleAuthorizer = Pick<Authorizer, 'authorize' | 'authorizeAssume'>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a call needs the execution role's policies to allow. */
export interface RequiredPermission {
  readonly action: string;
  /** Exact ARN. */
  readonly resource: string;
  readonly context?: Record<string, string>;
}

/** For calls that Step Functions and EventBridge make as services; moto accepts any access key. */
export const serviceCredentials: Credentials = {
  accessKeyId: 'LocalServicePrincipal',
  secretAccessKey: 'LocalServicePrincipal',
};

const renewedBeforeExpirySeconds = 300;

/** Acts as the execution role of a call: its permissions and its temporary credentials. */
export class ExecutionRoleSession {
  private readonly sessions = new Map<string, { credentials: Credentials; renewAt: number }>();

  constructor(
    private readonly authorizer: RoleAuthorizer,
    private readonly accountId: string,
    private readonly sts: STSClient,
  ) {}

  /**
   * Resolves when the role's policies allow all of it.
   *
   * @param denied the integration's error for AWS's message.
   * @throws StatesError the one of `denied`, or States.Runtime for a policy that cannot be evaluated.
   */
  async authorize(
    call: TaskCall,
    permissions: readonly RequiredPermission[],
    denied: (sentence: string) => StatesError,
  ): Promise<void> {
    for (const { action, resource, context } of permissions) {
      try {
        await this.authorizer.authorize(call.roleArn, action, resource, context);
      } catch (error) {
        throw taskError(error, denied);
      }
    }
  }

  /**
   * Temporary credentials of the role, the same for one execution until shortly before they expire.
   *
   * @throws StatesError States.Permissions when the role's trust policy does not let Step Functions assume it.
   */
  async credentials(call: TaskCall): Promise<Credentials> {
    const session = this.sessions.get(call.executionArn);
    if (session && session.renewAt > Date.now()) {
      return session.credentials;
    }
    const source = {
      service: 'states.amazonaws.com',
      sourceArn: call.stateMachineArn,
      sourceAccount: this.accountId,
    };
    try {
      await this.authorizer.authorizeAssume(call.roleArn, source);
    } catch (error) {
      // The developer guide's name for a task without the privileges to run.
      throw taskError(error, (sentence) => new StatesError('States.Permissions', sentence));
    }
    return this.assume(call);
  }

  private async assume(call: TaskCall): Promise<Credentials> {
    const command = new AssumeRoleCommand({
      RoleArn: call.roleArn,
      RoleSessionName: randomBytes(16).toString('hex'),
    });
    const { Credentials: issued } = await this.sts.send(command, { abortSignal: call.signal });
    const credentials = {
      accessKeyId: issued!.AccessKeyId!,
      secretAccessKey: issued!.SecretAccessKey!,
      sessionToken: issued!.SessionToken!,
    };
    const renewAt = issued!.Expiration!.getTime() - renewedBeforeExpirySeconds * 1000;
    for (const [arn, { renewAt: past }] of this.sessions) {
      if (past <= Date.now()) {
        this.sessions.delete(arn);
      }
    }
    this.sessions.set(call.executionArn, { credentials, renewAt });
    return credentials;
  }
}

/**
 * Resolves when the role may do what Step Functions itself does with it.
 *
 * @throws StatesError `States.Permissions`, or States.Runtime for a policy that cannot be evaluated.
 */
export async function authorizeRole(
  authorizer: RoleAuthorizer,
  roleArn: string,
  action: string,
  resource: string,
): Promise<void> {
  try {
    await authorizer.authorize(roleArn, action, resource);
  } catch (error) {
    throw taskError(error, (sentence) => new StatesError('States.Permissions', sentence));
  }
}

function taskError(error: unknown, denied: (sentence: string) => StatesError): unknown {
  if (error instanceof AccessDenied) {
    return denied(error.message);
  }
  if (error instanceof UnsupportedPolicyError) {
    return new StatesError('States.Runtime', error.message);
  }
  return error;
}
