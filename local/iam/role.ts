import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { UnsupportedPolicyError } from './errors';
import { parsePolicy, type PolicyDocument } from './policy';

export interface RolePolicyDocuments {
  readonly trust: PolicyDocument;
  /** Inline and attached managed policies. */
  readonly identity: PolicyDocument[];
}

/** The name in a role's ARN, without its path; undefined when the ARN is not a role's. */
export function roleName(roleArn: string): string | undefined {
  return /^arn:aws[\w-]*:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(roleArn)?.[1];
}

/** Reads the policies of roles from IAM, again each time, so that a removed permission takes effect at once. */
export class RolePolicies {
  constructor(private readonly iam: IAMClient) {}

  /**
   * @throws NoSuchEntityException (AWS SDK) when there is no such role.
   * @throws UnsupportedPolicyError when the role has a permissions boundary, or a policy that cannot be evaluated.
   */
  async of(roleArn: string): Promise<RolePolicyDocuments> {
    const name = roleName(roleArn);
    if (name === undefined) {
      throw new UnsupportedPolicyError(`"${roleArn}" is not the ARN of an IAM role`);
    }
    const { Role: role } = await this.iam.send(new GetRoleCommand({ RoleName: name }));
    if (role?.Arn !== roleArn) {
      throw new UnsupportedPolicyError(`the role ${name} has the ARN ${role?.Arn}, not ${roleArn}`);
    }
    if (role.PermissionsBoundary?.PermissionsBoundaryArn) {
      throw new UnsupportedPolicyError(
        `permissions boundaries are not supported by the local IAM (${roleArn})`,
      );
    }
    return {
      trust: parsePolicy(decoded(role.AssumeRolePolicyDocument), 'trust'),
      identity: [...(await this.inline(name)), ...(await this.attached(name))],
    };
  }

  private async inline(name: string): Promise<PolicyDocument[]> {
    const policies: PolicyDocument[] = [];
    for await (const page of paginateListRolePolicies({ client: this.iam }, { RoleName: name })) {
      for (const policy of page.PolicyNames ?? []) {
        const found = await this.iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: policy }));
        policies.push(parsePolicy(decoded(found.PolicyDocument)));
      }
    }
    return policies;
  }

  private async attached(name: string): Promise<PolicyDocument[]> {
    const policies: PolicyDocument[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client: this.iam }, { RoleName: name })) {
      for (const { PolicyArn } of page.AttachedPolicies ?? []) {
        const { Policy: policy } = await this.iam.send(new GetPolicyCommand({ PolicyArn }));
        const { PolicyVersion: version } = await this.iam.send(
          new GetPolicyVersionCommand({ PolicyArn, VersionId: policy?.DefaultVersionId }),
        );
        policies.push(parsePolicy(decoded(version?.Document)));
      }
    }
    return policies;
  }
}

/** IAM returns URL-encoded documents (RFC 3986), moto with plain ones in places. */
function decoded(document: string | undefined): string {
  const text = document ?? '';
  return text.startsWith('%') ? decodeURIComponent(text) : text;
}
