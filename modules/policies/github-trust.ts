/** The issuer of GitHub's OIDC tokens, and the prefix of their condition keys. */
export const githubIssuer = 'token.actions.githubusercontent.com';

/** The audience that the AWS action of the workflows asks a token for. */
export const githubAudience = 'sts.amazonaws.com';

const mainBranch = 'refs/heads/main';

export interface GithubTrust {
  /** `owner/name`. */
  readonly repository: string;
  /** The ID stays the repository's own when its name passes to another one. */
  readonly repositoryId: string;
  /**
   * The ID of the owner, for a repository with immutable subject claims.
   * @default - the subject contains names alone
   */
  readonly ownerId?: string;
  readonly providerArn: string;
  /** What the subject says after the repository, e.g. `environment:live`. Compared whole, without wildcards. */
  readonly origins: readonly string[];
  /**
   * The workflow file, the only one whose jobs are trusted, and those of `main` alone.
   * @default - every workflow of every branch
   */
  readonly workflow?: string;
}

/**
 * Who may assume a role: jobs of one repository, told by the subject of their tokens. `IfExists`, because AWS has
 * evaluated claims besides `sub` and `aud` only since January 2026 ("AWS STS now supports validation of select identity
 * provider specific claims"): a claim that AWS does not know must not lock everybody out.
 */
export function githubTrustPolicy(trust: GithubTrust) {
  const { repository, repositoryId, ownerId, providerArn, origins, workflow } = trust;
  const [owner, name] = repository.split('/');
  // Source of the second form: GitHub, "OpenID Connect reference", immutable subject claims.
  const subject = ownerId ? `${owner}@${ownerId}/${name}@${repositoryId}` : repository;
  const key = (claim: string) => `${githubIssuer}:${claim}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'GithubWorkflows',
        Effect: 'Allow',
        Principal: { Federated: providerArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [key('aud')]: githubAudience,
            [key('sub')]: origins.map((origin) => `repo:${subject}:${origin}`),
          },
          StringEqualsIfExists: {
            [key('repository_id')]: repositoryId,
            ...(workflow && {
              [key('ref')]: mainBranch,
              [key('job_workflow_ref')]: `${repository}/.github/workflows/${workflow}@${mainBranch}`,
            }),
          },
        },
      },
    ],
  };
}
