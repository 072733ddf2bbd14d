import { deploymentRoles, iam, policyOf, statementsOf, type Role } from '../../helpers/deployment-roles';

describe.each(['test', 'live'] as const)('the roles of GitHub workflows in %s', (workspace) => {
  const trustOf = (role: Role) =>
    JSON.parse(deploymentRoles(workspace).aws_iam_role[`github_${role}-role`].assume_role_policy).Statement;
  const github = 'token.actions.githubusercontent.com';
  const trusted = (subjects: string[]) => [
    {
      Sid: 'GithubWorkflows',
      Effect: 'Allow',
      Principal: { Federated: iam(`oidc-provider/${github}`) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: subjects } },
    },
  ];

  test("deploy for jobs of this GitHub environment alone, so that its reviewers' approval cannot be gone round", () => {
    expect(trustOf('deploy')).toEqual(
      trusted([`repo:siftbeam/stripe-usage-billing:environment:${workspace}`]),
    );
  });

  test('plan for pull requests and for main, which is all that reads', () => {
    expect(trustOf('plan')).toEqual(
      trusted([
        'repo:siftbeam/stripe-usage-billing:pull_request',
        'repo:siftbeam/stripe-usage-billing:ref:refs/heads/main',
      ]),
    );
  });

  test.each(['plan', 'deploy'] as const)(
    'have a %s policy within the 10,240 characters that IAM allows the inline policies of a role',
    (role) => {
      // White space does not count (IAM guide, "IAM and AWS STS quotas").
      expect(policyOf(role, workspace).replace(/\s/g, '').length).toBeLessThanOrEqual(10_240);
    },
  );

  test.each(['plan', 'deploy'] as const)(
    'name every action of the %s role in full, each under a reason',
    (role) => {
      const statements = statementsOf(role, workspace);
      expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
      expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    },
  );

  test('have "*" as resource only where AWS knows no other', () => {
    const wide = statementsOf('deploy', workspace).filter(({ Resource }) => Resource === '*');
    expect(wide.map(({ Sid }) => Sid)).toEqual([
      'ReadSubscriptions',
      'SetUpLogDelivery',
      'DropSubscriptions',
    ]);
  });
});

describe('the provider of GitHub tokens', () => {
  test('is made by one workspace, because an account can have one and both share the account', () => {
    const made = (['test', 'live'] as const).filter(
      (name) => 'aws_iam_openid_connect_provider' in deploymentRoles(name),
    );
    expect(made).toEqual(['test']);
  });
});
