import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  NoSuchEntityException,
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
  /** The managed policy that is the role's permissions boundary. */
  readonly boundary?: PolicyDocument;
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
   * @throws UnsupportedPolicyError when a policy cannot be evaluated, or the permissions boundary does not exist.
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
    const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      trust: parsePolicy(decoded(role.AssumeRolePolicyDocument), 'trust'),
      identity: [...(await this.inline(name)), ...(await this.attached(name))],
      ...(boundary && { boundary: await this.boundary(boundary, roleArn) }),
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
        policies.push(await this.managed(PolicyArn));
      }
    }
    return policies;
  }

  /** IAM has no role whose boundary is missing; moto checks neither when it is set nor when the policy is deleted. */
  private async boundary(policyArn: string, roleArn: string): Promise<PolicyDocument> {
    try {
      return await this.managed(policyArn);
    } catch (error) {
      if (error instanceof NoSuchEntityException) {
        throw new UnsupportedPolicyError(
          `the permissions boundary ${policyArn} of the role ${roleArn} does not exist`,
        );
      }
      throw error;
    }
  }

  private async managed(PolicyArn: string | undefined): Promise<PolicyDocument> {
    const { Policy: policy } = await this.iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion: version } = await this.iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: policy?.DefaultVersionId }),
    );
    return parsePolicy(decoded(version?.Document));
  }
}

/** IAM returns URL-encoded documents (RFC 3986), moto with plain ones in places. */
function decoded(document: string | undefined): string {
  const text = document ?? '';
  return text.startsWith('%') ? decodeURIComponent(text) : text;
}
