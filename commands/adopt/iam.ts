import {
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { arnsOf } from '../../settings/arns';
import { ask } from './ask';
import { awsClient } from '../../clients/aws/client';
import { absent, type Finder } from './finder';

export const role: Finder = async ({ attributes }, { environment }) => {
  const RoleName = String(attributes.name);
  const found = await ask(
    'iam:GetRole',
    awsClient(IAMClient, environment).send(new GetRoleCommand({ RoleName })),
  );
  return found ? { id: RoleName } : absent;
};

export const rolePolicy: Finder = async ({ attributes }, { environment, configuration }) => {
  const RoleName = configuration.nameIn(attributes.role);
  const PolicyName = String(attributes.name);
  const found = await ask(
    'iam:GetRolePolicy',
    awsClient(IAMClient, environment).send(new GetRolePolicyCommand({ RoleName, PolicyName })),
  );
  return found ? { id: `${RoleName}:${PolicyName}` } : absent;
};

/** The permissions boundary, the only managed policy of the stacks. */
export const boundary: Finder = async (_resource, { environment }) => {
  const PolicyArn = arnsOf(environment).boundary;
  const found = await ask(
    'iam:GetPolicy',
    awsClient(IAMClient, environment).send(new GetPolicyCommand({ PolicyArn })),
  );
  return found ? { id: PolicyArn } : absent;
};

/** Others of the account may use the provider, so it is not taken over. */
export const oidcProvider: Finder = async (_resource, { environment }) => {
  const OpenIDConnectProviderArn = arnsOf(environment).githubOidcProvider;
  const found = await ask(
    'iam:GetOpenIDConnectProvider',
    awsClient(IAMClient, environment).send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
  );
  if (!found) {
    return absent;
  }
  return {
    obstacle:
      "The account has GitHub's OIDC provider already, and others may use it. Set " +
      `"createGithubOidcProvider: false" under "${environment.name}" in settings/environments.ts: the roles then use it as it is.`,
  };
};
