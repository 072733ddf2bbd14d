import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { randomUUID } from 'node:crypto';
import { executionPolicyName, recoveryPolicyName, schedulerPolicyName } from '../../../settings/names';
import type { Change } from './breakage';

export interface Statement {
  readonly Sid: string;
  readonly Resource: string | string[];
  readonly Condition?: object;
}

export type Role = 'executionRole' | 'recoveryRole' | 'schedulerRole';
export const roles: readonly Role[] = ['executionRole', 'recoveryRole', 'schedulerRole'];
export const policyNames: Readonly<Record<Role, string>> = {
  executionRole: executionPolicyName,
  recoveryRole: recoveryPolicyName,
  schedulerRole: schedulerPolicyName,
};

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
export const anySecret = document({
  Effect: 'Allow',
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
});
export const noTracing = document({ Effect: 'Deny', Action: 'xray:*', Resource: '*' });

/** Changes a role's own policy. */
export const policy =
  (role: Role, change: (statements: Statement[]) => object[]): Change =>
  async ({ services: { clients }, environment }) => {
    const name = { RoleName: environment.names[role], PolicyName: policyNames[role] };
    const { PolicyDocument = '' } = await clients.iam.send(new GetRolePolicyCommand(name));
    const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: Statement[] };
    await clients.iam.send(
      new PutRolePolicyCommand({ ...name, PolicyDocument: document(...change(Statement)) }),
    );
  };

/** Puts another inline policy beside a role's own. */
export const addedByHand =
  (role: Role): Change =>
  ({ services: { clients }, environment }) =>
    clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: environment.names[role],
        PolicyName: 'ByHand',
        PolicyDocument: anySecret,
      }),
    );

/** Attaches a managed policy to the execution role. */
export const attached =
  (PolicyName: string, PolicyDocument: string): Change =>
  async ({ services: { clients }, environment }) => {
    const { Policy } = await clients.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    const RoleName = environment.names.executionRole;
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
  };

/** Sets a permissions boundary that allows next to nothing. */
export const bounded: Change = async ({ services: { clients }, environment }) => {
  const { Policy } = await clients.iam.send(
    new CreatePolicyCommand({ PolicyName: `Narrow-${randomUUID()}`, PolicyDocument: anySecret }),
  );
  await clients.iam.send(
    new PutRolePermissionsBoundaryCommand({
      RoleName: environment.names.executionRole,
      PermissionsBoundary: Policy?.Arn,
    }),
  );
};

/** Lets another service assume a role too. */
export const admittingLambda =
  (role: Role): Change =>
  async ({ services: { clients }, environment }) => {
    const RoleName = environment.names[role];
    const { Role: found } = await clients.iam.send(new GetRoleCommand({ RoleName }));
    const { Statement } = JSON.parse(decodeURIComponent(found?.AssumeRolePolicyDocument ?? '')) as {
      Statement: object[];
    };
    const lambda = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    await clients.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: document(...Statement, lambda) }),
    );
  };
