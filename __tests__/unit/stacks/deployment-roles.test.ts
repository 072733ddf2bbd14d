import { DeploymentRolesStack } from '../../../stacks/deployment-roles';
import { conditionHolds, parseCondition } from '@usage-billing/local-aws/iam/conditions';
import {
  boundaryOf,
  deploymentRoles,
  iam,
  policyOf,
  statementsOf,
  withRepository,
  type Role,
} from '../../helpers/deployment-roles';
import { synthesized } from '../../helpers/synthesized';

describe.each(['test', 'live'] as const)('the roles of GitHub workflows in %s', (workspace) => {
  const trustOf = (role: Role) =>
    JSON.parse(deploymentRoles(workspace).aws_iam_role[`github_${role}-role`].assume_role_policy).Statement;
  const github = 'token.actions.githubusercontent.com';
  const repository = 'siftbeam/stripe-usage-billing';
  const trusted = (subjects: string[], claims = {}) => [
    {
      Sid: 'GithubWorkflows',
      Effect: 'Allow',
      Principal: { Federated: iam(`oidc-provider/${github}`) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: subjects },
        StringEqualsIfExists: { [`${github}:repository_id`]: withRepository.githubRepositoryId, ...claims },
      },
    },
  ];

  test("deploy for jobs of this GitHub environment alone, so that its reviewers' approval cannot be gone round", () => {
    expect(trustOf('deploy')).toEqual(
      trusted([`repo:${repository}:environment:${workspace}`], {
        [`${github}:ref`]: 'refs/heads/main',
        [`${github}:job_workflow_ref`]: `${repository}/.github/workflows/deploy.yml@refs/heads/main`,
      }),
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

  test('know the owner and the repository by their IDs where the subject of the tokens contains them', () => {
    const roles = deploymentRoles(workspace, { githubOwnerId: '77' }).aws_iam_role;
    const [{ Condition }] = JSON.parse(roles['github_deploy-role'].assume_role_policy).Statement;
    expect(Condition.StringEquals[`${github}:sub`]).toEqual([
      `repo:siftbeam@77/stripe-usage-billing@901234567:environment:${workspace}`,
    ]);
  });

  const claims = {
    aud: 'sts.amazonaws.com',
    sub: `repo:${repository}:environment:${workspace}`,
    repository_id: withRepository.githubRepositoryId,
    ref: 'refs/heads/main',
    job_workflow_ref: `${repository}/.github/workflows/deploy.yml@refs/heads/main`,
  };
  /** Whether a job whose token has these claims, as far as AWS evaluates them, may deploy. */
  const mayDeploy = (known: Record<string, string>) => {
    const context = Object.fromEntries(
      Object.entries(known).map(([name, value]) => [`${github}:${name}`, value]),
    );
    const operators: [string, Record<string, string | string[]>][] = Object.entries(
      trustOf('deploy')[0].Condition,
    );
    return operators.every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        conditionHolds(parseCondition(operator, key, [values].flat()), context),
      ),
    );
  };

  test('let the deploy workflow of main deploy, also where AWS knows no claims but the subject and the audience', () => {
    expect(mayDeploy(claims)).toBe(true);
    expect(mayDeploy({ aud: claims.aud, sub: claims.sub })).toBe(true);
    expect(mayDeploy({ aud: claims.aud })).toBe(false);
  });

  test.each([
    { repository_id: '666' },
    { ref: 'refs/heads/feature' },
    { job_workflow_ref: `${repository}/.github/workflows/other.yml@refs/heads/main` },
    { job_workflow_ref: `${repository}/.github/workflows/deploy.yml@refs/heads/feature` },
    { sub: 'repo:siftbeam/other:environment:live' },
    { aud: 'https://github.com/siftbeam' },
  ])('deny a job with %j, whatever else its token says', (other) => {
    expect(mayDeploy({ ...claims, ...other })).toBe(false);
  });

  test.each(['plan', 'deploy'] as const)(
    'have a %s policy within the 10,240 characters that IAM allows the inline policies of a role',
    (role) => {
      // White space does not count (IAM guide, "IAM and AWS STS quotas").
      const longest = { createTables: true, executionRoleName: 'r'.repeat(64) };
      for (const changed of [{}, longest]) {
        const policy = policyOf(role, workspace, changed);
        expect(policy.replace(/\s/g, '').length).toBeLessThanOrEqual(10_240);
      }
    },
  );

  test('have a permissions boundary within the 6,144 characters that IAM allows a managed policy', () => {
    expect(boundaryOf(workspace).replace(/\s/g, '').length).toBeLessThanOrEqual(6_144);
  });

  test('cannot be synthesized without a repository, so that they never trust a default one', () => {
    expect(() => synthesized(DeploymentRolesStack, workspace)).toThrow('name no GitHub repository');
  });

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
