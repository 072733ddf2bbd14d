import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';

export const roleArn = 'arn:aws:iam::123456789012:role/service-role/StepFunctions-Orchestrator-role';

export const trustsStepFunctions = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
};

export interface FakeRole {
  trust?: object;
  inline?: object[];
  managed?: object[];
  /** The document of the permissions boundary, or `missing` for one whose policy is gone. */
  boundary?: object | 'missing';
}

const boundaryArn = 'arn:aws:iam::123456789012:policy/boundary';

/** An IAMClient that holds one role and responds as IAM does: documents URL-encoded, lists in pages of one. */
export class FakeIam extends IAMClient {
  constructor(readonly role: FakeRole) {
    super({ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  }

  override async send(command: unknown): Promise<never> {
    return this.respond(command) as never;
  }

  private respond(command: unknown): object {
    if (command instanceof GetRoleCommand) {
      return { Role: this.getRole(command.input.RoleName) };
    }
    if (command instanceof ListRolePoliciesCommand) {
      const { Marker, ...page } = this.page(this.role.inline, command.input.Marker);
      return { PolicyNames: page.names, Marker, IsTruncated: Marker !== undefined };
    }
    if (command instanceof GetRolePolicyCommand) {
      return { PolicyDocument: encoded(this.role.inline?.[Number(command.input.PolicyName)]) };
    }
    if (command instanceof ListAttachedRolePoliciesCommand) {
      const { Marker, ...page } = this.page(this.role.managed, command.input.Marker);
      return { AttachedPolicies: page.names.map((PolicyArn) => ({ PolicyArn })), Marker };
    }
    if (command instanceof GetPolicyCommand) {
      if (command.input.PolicyArn === boundaryArn && this.role.boundary === 'missing') {
        throw new NoSuchEntityException({ message: `Policy ${boundaryArn} was not found`, $metadata: {} });
      }
      return { Policy: { DefaultVersionId: 'v2' } };
    }
    if (command instanceof GetPolicyVersionCommand && command.input.VersionId === 'v2') {
      return { PolicyVersion: { Document: encoded(this.managed(command.input.PolicyArn)) } };
    }
    throw new Error(`not expected: ${JSON.stringify(command)}`);
  }

  private getRole(name: string | undefined): object {
    if (name !== 'StepFunctions-Orchestrator-role') {
      throw new NoSuchEntityException({ message: `Role ${name} not found`, $metadata: {} });
    }
    return {
      Arn: roleArn,
      AssumeRolePolicyDocument: encoded(this.role.trust ?? trustsStepFunctions),
      ...(this.role.boundary && { PermissionsBoundary: { PermissionsBoundaryArn: boundaryArn } }),
    };
  }

  private managed(arn: string | undefined): object | undefined {
    const { boundary, managed } = this.role;
    return arn === boundaryArn && typeof boundary === 'object' ? boundary : managed?.[Number(arn)];
  }

  private page(all: object[] = [], marker = '0'): { names: string[]; Marker?: string } {
    const index = Number(marker);
    return {
      names: index < all.length ? [String(index)] : [],
      Marker: index + 1 < all.length ? String(index + 1) : undefined,
    };
  }
}

function encoded(document: object | undefined): string {
  return encodeURIComponent(JSON.stringify(document, null, 2));
}
