import { paginateListAttachedRolePolicies, paginateListRolePolicies } from '@aws-sdk/client-iam';
import type { Facts } from './facts';
import type { RoleSubject } from './role-subjects';

/** The names of a role's inline policies. */
export async function inlinePolicies({ clients }: Facts, RoleName: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: clients.iam }, { RoleName })) {
    names.push(...PolicyNames);
  }
  return names;
}

/** Commands that remove the policies which the stack does not create. */
export async function otherPolicies(
  facts: Facts,
  { name: RoleName, policyName }: RoleSubject,
): Promise<string[]> {
  const { clients, remedies } = facts;
  const others = (await inlinePolicies(facts, RoleName)).filter((name) => name !== policyName);
  const commands = others.map((name) =>
    remedies.aws(`iam delete-role-policy --role-name ${RoleName} --policy-name ${name}`),
  );
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
    { client: clients.iam },
    { RoleName },
  )) {
    for (const { PolicyArn } of AttachedPolicies) {
      commands.push(remedies.aws(`iam detach-role-policy --role-name ${RoleName} --policy-arn ${PolicyArn}`));
    }
  }
  return commands;
}
