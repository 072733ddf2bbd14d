import {
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { executionPolicyName, recoveryPolicyName, schedulerPolicyName } from '../../../settings/names';
import { deploy, type Breakage } from './breakage';

export interface Statement {
  readonly Sid: string;
  readonly Resource: string | string[];
  readonly Condition?: object;
}

export type Role = 'executionRole' | 'recoveryRole' | 'schedulerRole';
export const policyNames: Readonly<Record<Role, string>> = {
  executionRole: executionPolicyName,
  recoveryRole: recoveryPolicyName,
  schedulerRole: schedulerPolicyName,
};

/** Changes a role's policy. */
export const policy =
  (change: (statements: Statement[]) => object[], role: Role = 'executionRole'): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const name = { RoleName: environment.names[role], PolicyName: policyNames[role] };
    const { PolicyDocument = '' } = await clients.iam.send(new GetRolePolicyCommand(name));
    const document = decodeURIComponent(PolicyDocument);
    const { Statement } = JSON.parse(document) as { Statement: Statement[] };
    const put = (text: string) =>
      clients.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: text }));
    await put(JSON.stringify({ Version: '2012-10-17', Statement: change(Statement) }));
    return () => put(document);
  };

export const changed = (sid: string, change: (statement: Statement) => object, role?: Role) =>
  policy((statements) => statements.map((one) => (one.Sid === sid ? change(one) : one)), role);

/** Lets another service assume a role too. */
export const admittingLambda =
  (role: Role): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const RoleName = environment.names[role];
    const { Role: found } = await clients.iam.send(new GetRoleCommand({ RoleName }));
    const document = decodeURIComponent(found?.AssumeRolePolicyDocument ?? '');
    const put = (PolicyDocument: string) =>
      clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    const { Statement, ...rest } = JSON.parse(document) as { Statement: object[] };
    const lambda = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    await put(JSON.stringify({ ...rest, Statement: [...Statement, lambda] }));
    return () => put(document);
  };

/** Each statement of a role's policy taken away. */
export const neededBy = (line: string, role: Role, ...sids: string[]): Breakage[] =>
  sids.map((sid) => ({
    line,
    wrong: `the statement ${sid} is missing`,
    make: policy((statements) => statements.filter(({ Sid }) => Sid !== sid), role),
    seen: new RegExp(`lacks ${sid}: \\w+:\\w+ on`),
    remedy: deploy,
    repair: { sameAs: 'its policy was deleted' },
  }));
