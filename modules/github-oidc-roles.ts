import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { deployStatements } from './policies/deploy-statements';
import { githubAudience, githubIssuer, githubTrustPolicy } from './policies/github-trust';
import type { Arns } from '../settings/arns';
import { policyDocument, type Statement } from './policies/statement';
import { planStatements, verifyStatements } from './policies/plan-statements';
import { verifyBySendingStatements } from './policies/verify-statements';

export interface GithubOidcRolesProps {
  /** `owner/name`. */
  readonly repository: string;
  readonly repositoryId: string;
  /** @default - the subject of the repository's tokens contains names alone */
  readonly ownerId?: string;
  /** The GitHub environment whose jobs may deploy. */
  readonly githubEnvironment: string;
  /** The workflow file whose jobs may deploy. */
  readonly deployWorkflow: string;
  /** Whether to create GitHub's OIDC provider; an account can have one. */
  readonly createProvider: boolean;
  readonly planRoleName: string;
  readonly deployRoleName: string;
  /** @default - no role sends a file through */
  readonly verifyRoleName?: string;
  /** What the roles may plan, deploy and verify. */
  readonly arns: Arns;
}

/**
 * The roles that GitHub workflows assume with their OIDC token, so that GitHub holds no AWS key: one that reads,
 * for pull requests and for main, and one that deploys, for jobs of the GitHub environment alone. Where it is named,
 * a third one sends a file through; it reads the Stripe key, so it is for the same jobs as the one that deploys.
 */
export class GithubOidcRoles extends Construct {
  readonly planRoleArn: string;
  readonly deployRoleArn: string;

  constructor(scope: Construct, id: string, props: GithubOidcRolesProps) {
    super(scope, id);
    if (props.createProvider) {
      new IamOpenidConnectProvider(this, 'provider', {
        url: `https://${githubIssuer}`,
        clientIdList: [githubAudience],
      });
    }
    const trusted = { ...props, providerArn: props.arns.githubOidcProvider };
    this.planRoleArn = this.role('plan', {
      name: props.planRoleName,
      description: `Plans the environment ${props.githubEnvironment} from GitHub, and changes nothing`,
      trust: githubTrustPolicy({ ...trusted, origins: ['pull_request', 'ref:refs/heads/main'] }),
      statements: [...planStatements(props.arns), ...verifyStatements(props.arns)],
    });
    const deployTrust = githubTrustPolicy({
      ...trusted,
      origins: [`environment:${props.githubEnvironment}`],
      workflow: props.deployWorkflow,
    });
    this.deployRoleArn = this.role('deploy', {
      name: props.deployRoleName,
      description: `Deploys the environment ${props.githubEnvironment} from GitHub`,
      trust: deployTrust,
      statements: deployStatements(props.arns),
    });
    if (props.verifyRoleName) {
      this.role('verify', {
        name: props.verifyRoleName,
        description: `Verifies the environment ${props.githubEnvironment} from GitHub and sends a file through`,
        trust: deployTrust,
        statements: verifyBySendingStatements(props.arns),
      });
    }
  }

  private role(
    id: string,
    options: { name: string; description: string; trust: object; statements: readonly Statement[] },
  ): string {
    const role = new IamRole(this, `${id}-role`, {
      name: options.name,
      description: options.description,
      assumeRolePolicy: JSON.stringify(options.trust),
    });
    new IamRolePolicy(this, `${id}-policy`, {
      name: options.name,
      role: role.id,
      policy: policyDocument(options.statements),
    });
    return role.arn;
  }
}
