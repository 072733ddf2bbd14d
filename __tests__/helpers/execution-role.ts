import {
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { executionPolicyName } from '../../settings/names';
import type { Deployed } from './deployed';

export interface Statement {
  Sid: string;
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

/** The statements of the deployed role's policy. */
export async function statementsOf({ services, environment }: Deployed): Promise<Statement[]> {
  const { PolicyDocument } = await services.clients.iam.send(
    new GetRolePolicyCommand({ RoleName: environment.names.executionRole, PolicyName: executionPolicyName }),
  );
  return JSON.parse(decodeURIComponent(PolicyDocument ?? '')).Statement;
}

/** Does something while the role has other statements. */
export async function withStatements<Result>(
  deployed: Deployed,
  change: (statements: Statement[]) => Statement[],
  work: () => Promise<Result>,
): Promise<Result> {
  const { services, environment } = deployed;
  const put = (Statement: Statement[]) =>
    services.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: environment.names.executionRole,
        PolicyName: executionPolicyName,
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
  const before = await statementsOf(deployed);
  await put(change(structuredClone(before)));
  try {
    return await work();
  } finally {
    await put(before);
  }
}

/** Does something while the role trusts Step Functions under other conditions. */
export async function withTrust<Result>(
  { services, environment }: Deployed,
  change: (statement: Statement) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const { iam } = services.clients;
  const RoleName = environment.names.executionRole;
  const put = (PolicyDocument: string) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const changed = JSON.parse(before);
  change(changed.Statement[0]);
  await put(JSON.stringify(changed));
  try {
    return await work();
  } finally {
    await put(before);
  }
}
