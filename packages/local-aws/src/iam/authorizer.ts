import { partsOfArn } from '../arn';
import { NoSuchEntityException, type IAMClient } from '@aws-sdk/client-iam';
import type { RequestContext } from './conditions';
import { AccessDenied, UnsupportedPolicyError } from './errors';
import {
  evaluate,
  evaluateRole,
  evaluateTrust,
  missingContextKeys,
  missingTrustContextKeys,
  type AccessRequest,
  type RolePermissions,
} from './evaluate';
import { RolePolicies, roleName, type RolePolicyDocuments } from './role';

/** The service that wants to assume a role, and on whose behalf. */
export interface AssumingService {
  /** The global service principal, e.g. `states.amazonaws.com`. */
  readonly service: string;
  /** Condition key `aws:SourceArn`: the state machine's ARN. */
  readonly sourceArn: string;
  /** Condition key `aws:SourceAccount`. */
  readonly sourceAccount: string;
}

/** Decides whether a role may do something, by the policies that IAM has for it at that moment. */
export class Authorizer {
  constructor(
    iam: IAMClient,
    private readonly accountId: string,
    private readonly policies: RolePolicies = new RolePolicies(iam),
  ) {}

  /**
   * Resolves when the role's identity policies allow the action, and so does its permissions boundary, if it has one.
   *
   * @param resource ARN, or `*` for an action without one.
   * @param context condition keys of the service, e.g. `states:HTTPMethod`. Of the global keys aws:PrincipalArn,
   *   aws:PrincipalAccount, aws:ResourceAccount and aws:SecureTransport are added; others are rejected by name.
   * @param session ARN of the role's session that asks. @default one of Step Functions
   * @throws AccessDenied with AWS's sentence.
   * @throws UnsupportedPolicyError naming what cannot be evaluated.
   */
  async authorize(
    roleArn: string,
    action: string,
    resource: string,
    context: RequestContext = {},
    session: string = this.session(roleArn),
  ): Promise<void> {
    const permissions = await this.read(roleArn, 'states.amazonaws.com');
    const request = { action, resource, context: { ...this.globalKeys(roleArn, resource), ...context } };
    rejectGlobalKeys(missingContextKeys(permissions, request));
    if (evaluateRole(permissions, request) === 'allowed') {
      return;
    }
    throw new AccessDenied(
      `User: ${session} is not authorized to perform: ${action} on resource: ${resource} ` +
        reasonOf(permissions, request),
      action,
      resource,
      roleArn,
    );
  }

  /**
   * Resolves when the role's trust policy lets the service assume it; Step Functions has a regional principal as well.
   *
   * @throws AccessDenied with the sentence of the service that refuses the role, also when there is no such role.
   * @throws UnsupportedPolicyError naming what cannot be evaluated.
   */
  async authorizeAssume(roleArn: string, source: AssumingService): Promise<void> {
    if (partsOfArn(roleArn).accountId !== this.accountId) {
      throw new AccessDenied('Cross-account pass role is not allowed.', 'iam:PassRole', roleArn, roleArn);
    }
    const { trust } = await this.read(roleArn, source.service);
    const context = { 'aws:SourceArn': source.sourceArn, 'aws:SourceAccount': source.sourceAccount };
    const regional = `states.${partsOfArn(source.sourceArn).region}.amazonaws.com`;
    const principals =
      source.service === 'states.amazonaws.com' ? [source.service, regional] : [source.service];
    const requests = principals.map((principalService) => ({ principalService, context }));
    requests.forEach((request) => rejectGlobalKeys(missingTrustContextKeys(trust, request)));
    const decisions = requests.map((request) => evaluateTrust(trust, request));
    if (decisions.includes('explicitDeny') || !decisions.includes('allowed')) {
      throw cannotAssume(roleArn, source.service);
    }
  }

  private async read(roleArn: string, service: string): Promise<RolePolicyDocuments> {
    try {
      return await this.policies.of(roleArn);
    } catch (error) {
      if (error instanceof NoSuchEntityException) {
        throw cannotAssume(roleArn, service);
      }
      throw error;
    }
  }

  private globalKeys(roleArn: string, resource: string): RequestContext {
    return {
      'aws:PrincipalArn': roleArn,
      'aws:PrincipalAccount': this.accountId,
      'aws:ResourceAccount': partsOfArn(resource).accountId || this.accountId,
      'aws:SecureTransport': 'true',
    };
  }

  /** Step Functions names its sessions at random; one name makes the message the same every time. */
  private session(roleArn: string): string {
    return `arn:aws:sts::${this.accountId}:assumed-role/${roleName(roleArn)}/step-functions`;
  }
}

/** Why a role may not do something. Source: IAM guide, "Troubleshoot access denied error messages". */
function reasonOf({ identity, boundary }: RolePermissions, request: AccessRequest): string {
  const byIdentity = evaluate(identity, request);
  const byBoundary = boundary ? evaluate([boundary], request) : 'allowed';
  if (byIdentity === 'explicitDeny') {
    return 'with an explicit deny in an identity-based policy';
  }
  if (byBoundary === 'explicitDeny') {
    return 'with an explicit deny in a permissions boundary';
  }
  const silent = byIdentity === 'implicitDeny' ? 'identity-based policy' : 'permissions boundary';
  return `because no ${silent} allows the ${request.action} action`;
}

/** AWS would know the value of a global key: without it, the decision would be a guess. */
function rejectGlobalKeys(missing: readonly string[]): void {
  const global = missing.find((key) => key.toLowerCase().startsWith('aws:'));
  if (global !== undefined) {
    throw new UnsupportedPolicyError(`condition key "${global}" is not supported by the local IAM`);
  }
}

function cannotAssume(roleArn: string, service: string): AccessDenied {
  const sentence =
    service === 'scheduler.amazonaws.com'
      ? 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.'
      : `Neither the global service principal ${service}, nor the regional one is authorized to assume the provided role.`;
  return new AccessDenied(sentence, 'sts:AssumeRole', roleArn, roleArn);
}
