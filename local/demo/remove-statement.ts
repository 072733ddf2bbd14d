import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { executionPolicyName } from '../../settings/names';
import type { FailureContext } from './failure';

/** Takes a statement out of the policy of the orchestrator's role, as somebody might by mistake. */
export async function removeStatement({ environment, services }: FailureContext, sid: string): Promise<void> {
  const names = {
    RoleName: environment.executionRoleName ?? environment.names.executionRole,
    PolicyName: executionPolicyName,
  };
  const { PolicyDocument } = await services.clients.iam.send(new GetRolePolicyCommand(names));
  const document = JSON.parse(decodeURIComponent(PolicyDocument ?? '')) as { Statement: { Sid: string }[] };
  const Statement = document.Statement.filter((statement) => statement.Sid !== sid);
  await services.clients.iam.send(
    new PutRolePolicyCommand({ ...names, PolicyDocument: JSON.stringify({ ...document, Statement }) }),
  );
}
