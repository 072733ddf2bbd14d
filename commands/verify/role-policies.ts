import {
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import { statementsOf, type PlannedStatement } from '../shared/plans/policy-statement';
import type { Facts } from './facts';

/** The statements of a role's inline policy; undefined if it has none of the name. */
export async function rolePolicy(
  { clients }: Facts,
  RoleName: string,
  PolicyName: string,
): Promise<PlannedStatement[] | undefined> {
  const found = await undefinedIfAbsent(clients.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
  return found && statementsOf(JSON.parse(decodeURIComponent(found.PolicyDocument ?? '{}')));
}

/** The policies of a role but for one, each with the AWS CLI's command that takes it off. */
export async function otherPolicies({ clients }: Facts, RoleName: string, ownName: string) {
  const others: { readonly policy: string; readonly removal: string }[] = [];
  const named = `--role-name ${RoleName}`;
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: clients.iam }, { RoleName })) {
    for (const policy of PolicyNames.filter((name) => name !== ownName)) {
      others.push({ policy, removal: `iam delete-role-policy ${named} --policy-name ${policy}` });
    }
  }
  const attached = paginateListAttachedRolePolicies({ client: clients.iam }, { RoleName });
  for await (const { AttachedPolicies = [] } of attached) {
    for (const { PolicyArn: policy = '' } of AttachedPolicies) {
      others.push({ policy, removal: `iam detach-role-policy ${named} --policy-arn ${policy}` });
    }
  }
  return others;
}
